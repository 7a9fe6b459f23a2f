// Defects that appeared and went, day by day.
import { type Expression, type SqlBool, sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { storableText } from './storable.ts';
import { firstIdAt } from './time-ordered-ids.ts';

export type TrendGroup = 'severity' | 'rule' | 'cwe' | 'repository' | 'project';

export interface TrendFilter {
  readonly since: Date;
  readonly until: Date;
  readonly by?: TrendGroup;
  readonly repository?: string;
  readonly project?: string;
}

export interface TrendRow {
  /** UTC, as 2026-01-31 */
  readonly day: string;
  /** of the group asked for; null without one, or for defects that have none */
  readonly group: string | null;
  /** seen for the first time */
  readonly appeared: number;
  /** fixed on this day, and not seen again since */
  readonly fixed: number;
}

const GROUPS: Readonly<Record<TrendGroup, string>> = {
  severity: 'severity',
  rule: 'rule_id',
  cwe: 'unnest(cwe)',
  repository: 'repository',
  project: 'project',
};
const MOST_ROWS = 20_000;

/** Days with something to tell, in order. */
export async function readTrends(tx: TenantTransaction, filter: TrendFilter): Promise<TrendRow[]> {
  const { since, until, by } = filter;
  const group = sql.raw(by === undefined ? 'null::text' : GROUPS[by]);
  const first = sql`to_timestamp((('x' || left(replace(defect_id::text, '-', ''), 12))::bit(48)::bigint) / 1000.0)`;
  const places: Expression<SqlBool>[] = [sql<SqlBool>`true`];
  for (const column of ['repository', 'project'] as const) {
    const value = filter[column];
    if (value !== undefined) places.push(sql<SqlBool>`${sql.ref(column)} = ${storableText(value)}`);
  }
  const place = sql.join(places, sql` and `);
  const { rows } = await sql<TrendRow>`
    with changes as (
      select ${first} as at, ${group} as part, 1 as appeared, 0 as fixed from defects
      where defect_id >= ${firstIdAt(since)}::uuid and defect_id < ${firstIdAt(until)}::uuid and ${place}
      union all
      select fixed_at, ${group}, 0, 1 from defects where fixed_at >= ${since} and fixed_at < ${until} and ${place}
    )
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, part as "group", sum(appeared)::int as appeared,
      sum(fixed)::int as fixed
    from changes group by 1, 2 order by 1, 2 limit ${MOST_ROWS}`.execute(tx);
  return rows;
}
