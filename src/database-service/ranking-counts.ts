// What verdicts say of rules, places and repositories now: the newest rows of the feature views.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { storableJson } from './storable.ts';

/** Whose counts are asked for; tokens, as features have them. */
export interface RankingEntity {
  readonly rule: string;
  readonly folder: string;
  readonly repository: string;
}

export const RANKING_COUNTS = [
  'rule_votes',
  'rule_true',
  'rule_voters',
  'place_votes',
  'place_true',
  'repository_votes',
  'repository_true',
] as const;
export type RankingCounts = Readonly<Record<(typeof RANKING_COUNTS)[number], number>>;

export const NO_COUNTS = Object.fromEntries(RANKING_COUNTS.map((name) => [name, 0])) as RankingCounts;

/** In the order of the entities; what nobody has judged has zeros. */
export async function readRankingCounts(
  tx: TenantTransaction,
  entities: readonly RankingEntity[],
): Promise<RankingCounts[]> {
  if (entities.length === 0) return [];
  const newest = (view: string, key: 'folder' | 'repository' | null) => sql`
    left join lateral (select * from ${sql.table(view)} as v where v.rule = asked.rule
      ${key === null ? sql`` : sql`and v.${sql.ref(key)} = asked.${sql.ref(key)}`}
      order by v.version desc limit 1) as ${sql.table(`${view}_now`)} on true`;
  const columns = RANKING_COUNTS.map((name) => sql`coalesce(${sql.ref(name)}, 0)::int as ${sql.ref(name)}`);
  const { rows } = await sql<RankingCounts>`
    select ${sql.join(columns)} from json_to_recordset(${storableJson(entities.map((entity, place) => ({ ...entity, place })))}::json)
      as asked(place integer, rule text, folder text, repository text)
      ${newest('feature_rules', null)} ${newest('feature_places', 'folder')} ${newest('feature_repositories', 'repository')}
    order by asked.place`.execute(tx);
  return rows;
}
