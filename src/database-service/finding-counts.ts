// What was analysed and found in a time, counted by kind: what drift is measured by. Counts only, of one tenant.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { firstIdAt } from './time-ordered-ids.ts';

export type Counts = Readonly<Record<string, number>>;

export interface FindingCounts {
  /** analyses by language */
  readonly languages: Counts;
  /** findings by rule and by severity */
  readonly rules: Counts;
  readonly severities: Counts;
}

/** The newest of more: shares do not change any more with so many. */
const MOST_COUNTED = 100_000;

export async function countFindings(
  tx: TenantTransaction,
  range: { readonly since: Date; readonly until: Date },
): Promise<FindingCounts> {
  const { since, until } = range;
  const within = sql`analysis_id >= ${firstIdAt(since)}::uuid and analysis_id < ${firstIdAt(until)}::uuid`;
  const newest = sql`order by analysis_id desc limit ${MOST_COUNTED}`;
  const { rows: languages } = await sql<CountRow>`
    select language as name, count(*)::int as count from (select language from analyses where ${within} ${newest}) as seen
    group by language`.execute(tx);
  const { rows } = await sql<CountRow & { readonly by_rule: boolean }>`
    select coalesce(rule_id, severity) as name, grouping(rule_id) = 0 as by_rule, count(*)::int as count
    from (select rule_id, severity from issues where ${within} ${newest}) as found
    group by grouping sets ((rule_id), (severity))`.execute(tx);
  return {
    languages: countsOf(languages),
    rules: countsOf(rows.filter((row) => row.by_rule)),
    severities: countsOf(rows.filter((row) => !row.by_rule)),
  };
}

interface CountRow {
  readonly name: string;
  readonly count: number;
}

function countsOf(rows: readonly CountRow[]): Counts {
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
