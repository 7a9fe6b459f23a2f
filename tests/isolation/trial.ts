// What a trial of isolation is: something that tenant B tries with what is tenant A's, and what it got of it.
import type { TenantRows } from './tenant-rows.ts';

export interface Trial {
  readonly name: string;
  /** what B learned or did that it must not, or null */
  readonly leak: string | null;
}

/** The first thing of the tenant's that stands in this text, but for what B itself had `given`: an echo is no leak. */
export function leakIn(text: string, { markers }: TenantRows, given: unknown = null): string | null {
  const rest = stringsIn(given).reduce((left, one) => left.replaceAll(one, ''), text);
  const marker = markers.find((one) => rest.includes(one));
  return marker === undefined ? null : `shows “${marker}”`;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Any value as text, bytes in every usual spelling included. */
export function asText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) => {
      if (typeof member === 'bigint') return String(member);
      if (member instanceof Map) return [...member];
      return member;
    }) ?? ''
  );
}

/** Trials of what changed between two snapshots of a tenant: one for each table. */
export function changes(
  what: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Trial[] {
  return [...before].map(([table, rows]) => ({
    name: `${table} after ${what}`,
    leak: after.get(table) === rows ? null : `the rows of ${table} were changed`,
  }));
}
