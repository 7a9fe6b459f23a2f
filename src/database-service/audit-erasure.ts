// Erasing what audit events say about a person, or all that a tenant's events say, without breaking the chain. Each erasure is
// itself an event that lists the erased ones, so that the verifier tells it from tampering.
import { type Expression, type SqlBool, sql } from 'kysely';
import { appendAuditEvent, holdAuditChain } from './audit-log.ts';
import type { TenantTransaction } from './database.ts';
import { storableText } from './storable.ts';

/** The record of an erasure names nobody, and so it is never erased. */
export const ERASURE_ACTION = 'audit-log.erased';
/** What stays of an erased tenant beside these records: that it was erased, and by whom. */
export const TOMBSTONE_ACTION = 'tenant.erased';
const BATCH = 500;
/** characters of one record's list; longer ones are written as several records */
const MAX_LIST = 480;

/**
 * Erases salt and payload of every event that has this id as actor or target; returns how many. For the erasure of a user:
 * record the erasure of the user itself before, without the id as target, or it is erased with the rest.
 */
export async function eraseAuditEventsOf(tx: TenantTransaction, personId: string): Promise<number> {
  const id = storableText(personId);
  return await erase(tx, sql<SqlBool>`(actor = ${id} or target = ${id})`, 'person');
}

/**
 * Erases what some hundred events of the tenant say; returns how many. For the erasure of the tenant: call it until it returns 0,
 * each time in a transaction of its own. An event `tenant.erased` is left.
 */
export async function eraseSomeAuditEvents(tx: TenantTransaction): Promise<number> {
  const batch = sql<SqlBool>`seq in (select seq from audit_events where salt is not null
    and action not in (${ERASURE_ACTION}, ${TOMBSTONE_ACTION}) order by seq limit ${BATCH})`;
  return await erase(tx, batch, 'tenant');
}

/** Erases what at most `limit` events of before this time say; returns how many. The chain stays whole. */
export async function eraseAuditEventsBefore(tx: TenantTransaction, before: Date, limit: number): Promise<number> {
  const batch = sql<SqlBool>`seq in (select seq from audit_events where salt is not null
    and action not in (${ERASURE_ACTION}, ${TOMBSTONE_ACTION}) and occurred_at < ${before} order by seq limit ${limit})`;
  return await erase(tx, batch, 'age');
}

async function erase(tx: TenantTransaction, which: Expression<SqlBool>, reason: string): Promise<number> {
  if ((await holdAuditChain(tx)) === null) return 0;
  const { rows } = await sql<{ seq: string }>`
    update audit_events set salt = null, action = null, actor = null, target = null, details = null
    where salt is not null and action <> ${ERASURE_ACTION} and ${which} returning seq`.execute(tx);
  const erased = rows.map(({ seq }) => Number(seq)).sort((a, b) => a - b);
  for (const events of listsOf(rangesOf(erased))) {
    await appendAuditEvent(tx, { action: ERASURE_ACTION, actor: null, target: null, details: { events, reason } });
  }
  return erased.length;
}

/** `3-5,9` as pairs, first and last included; null for a text that is no such list. */
export function parseEventRanges(list: unknown): [number, number][] | null {
  if (typeof list !== 'string' || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return null;
  return list.split(',').map((range) => {
    const [first = '', last = first] = range.split('-');
    return [Number(first), Number(last)];
  });
}

function rangesOf(ascending: readonly number[]): string[] {
  const ranges: [number, number][] = [];
  for (const seq of ascending) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === seq - 1) last[1] = seq;
    else ranges.push([seq, seq]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
}

function listsOf(ranges: readonly string[]): string[] {
  const lists: string[] = [];
  for (const range of ranges) {
    const list = lists.at(-1);
    if (list === undefined || list.length + range.length >= MAX_LIST) lists.push(range);
    else lists[lists.length - 1] = `${list},${range}`;
  }
  return lists;
}
