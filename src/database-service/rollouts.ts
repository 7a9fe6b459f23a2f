// Rollouts: a challenger on its way to be the champion, with what was seen of both. At most one runs at a time.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { storableJson, storableText } from './storable.ts';

export interface RolloutRow {
  readonly id: string;
  /** digest; null is the bundle that is built in */
  readonly champion: string | null;
  readonly challenger: string;
  readonly unit: 'file' | 'repository';
  readonly stage: 'shadow' | 'canary_5' | 'canary_25';
  readonly state: 'running' | 'promoted' | 'rolled_back';
  readonly record: unknown;
  readonly slowMs: number;
  readonly reason: string | null;
  readonly startedAt: Date;
  /** by the database's clock; never negative */
  readonly stageAgeMs: number;
  readonly endedAt: Date | null;
}

export interface NewRollout {
  readonly champion: string | null;
  readonly challenger: string;
  readonly unit: RolloutRow['unit'];
  readonly record: unknown;
  /** an analysis that takes longer is slow */
  readonly slowMs: number;
}

const COLUMNS = [
  'rollout_id as id',
  'champion',
  'challenger',
  'unit',
  'stage',
  'state',
  'record',
  'slow_ms as slowMs',
  'reason',
  'started_at as startedAt',
  'ended_at as endedAt',
] as const;
const stageAge = sql<number>`(greatest(0, extract(epoch from now() - stage_at)) * 1000)::float8`.as('stageAgeMs');

/** Starts in the shadow. The caller has seen that none runs. */
export async function startRollout(tx: TenantTransaction, rollout: NewRollout): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('rollouts')
    .values({
      rollout_id: id,
      champion: rollout.champion,
      challenger: rollout.challenger,
      unit: rollout.unit,
      stage: 'shadow',
      state: 'running',
      record: storableJson(rollout.record),
      slow_ms: rollout.slowMs,
    })
    .execute();
  return id;
}

export async function findRunningRollout(tx: TenantTransaction): Promise<RolloutRow | null> {
  const row = await tx
    .selectFrom('rollouts')
    .select(COLUMNS)
    .select(stageAge)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return row ?? null;
}

/** Holds it until the transaction ends: what is seen is added to what was seen. */
export async function lockRunningRollout(tx: TenantTransaction): Promise<RolloutRow | null> {
  const row = await tx
    .selectFrom('rollouts')
    .select(COLUMNS)
    .select(stageAge)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function saveRolloutRecord(tx: TenantTransaction, rolloutId: string, record: unknown): Promise<void> {
  await tx
    .updateTable('rollouts')
    .set({ record: storableJson(record) })
    .where('rollout_id', '=', rolloutId)
    .execute();
}

export async function advanceRollout(
  tx: TenantTransaction,
  rolloutId: string,
  to: { readonly stage: RolloutRow['stage']; readonly record: unknown },
): Promise<void> {
  await tx
    .updateTable('rollouts')
    .set({ stage: to.stage, record: storableJson(to.record), stage_at: sql<Date>`now()` })
    .where('rollout_id', '=', rolloutId)
    .execute();
}

export async function endRollout(
  tx: TenantTransaction,
  rolloutId: string,
  end: { readonly state: 'promoted' | 'rolled_back'; readonly reason: string },
): Promise<void> {
  await tx
    .updateTable('rollouts')
    .set({ state: end.state, reason: storableText(end.reason), ended_at: sql<Date>`now()` })
    .where('rollout_id', '=', rolloutId)
    .where('state', '=', 'running')
    .execute();
}

/** The newest first. */
export async function listRollouts(tx: TenantTransaction, limit: number): Promise<RolloutRow[]> {
  return await tx
    .selectFrom('rollouts')
    .select(COLUMNS)
    .select(stageAge)
    .orderBy('rollout_id', 'desc')
    .limit(limit)
    .execute();
}

/** How many repositories the tenant has had analysed, counted up to `limit`. */
export async function countRepositories(tx: TenantTransaction, limit: number): Promise<number> {
  // One step of the index for each repository.
  const { rows } = await sql<{ count: number }>`
    with recursive seen as (
      (select repository, 1 as place from analyses where repository is not null order by repository limit 1)
      union all
      select (select repository from analyses where repository > seen.repository order by repository limit 1), place + 1
      from seen where seen.repository is not null and place < ${limit}
    ) select count(repository)::int as count from seen`.execute(tx);
  return rows[0]?.count ?? 0;
}
