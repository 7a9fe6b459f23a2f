// Runs of the training pipeline: what was asked for, how far it is, and what each stage made, so that a run that is cut off goes on.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { isUuid, storableJson, storableOrNull } from './storable.ts';

export type TrainingTrigger = 'user' | 'schedule' | 'verdicts';
export type TrainingState = 'queued' | 'running' | 'registered' | 'refused' | 'failed';

export interface TrainingRunRecord {
  readonly id: string;
  readonly state: TrainingState;
  readonly trigger: TrainingTrigger;
  readonly seed: number;
  readonly stage: string;
  /** of the whole run, 0 to 1 */
  readonly progress: number;
  readonly record: unknown;
  readonly reason: string | null;
  /** who works on it, and a number that grows while they do */
  readonly holder: string | null;
  readonly heartbeat: string;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface NewTrainingRun {
  readonly trigger: TrainingTrigger;
  readonly seed: number;
  readonly stage: string;
  readonly createdBy: string | null;
}

const COLUMNS = [
  'run_id as id',
  'state',
  'trigger',
  'seed',
  'stage',
  'progress',
  'record',
  'reason',
  'holder',
  'heartbeat',
  'created_by as createdBy',
  'created_at as createdAt',
  'finished_at as finishedAt',
] as const;

/** Null when one is open already. */
export async function createTrainingRun(tx: TenantTransaction, run: NewTrainingRun): Promise<string | null> {
  const row = await tx
    .insertInto('training_runs')
    .values({
      run_id: uuidv7(),
      state: 'queued',
      trigger: run.trigger,
      seed: run.seed,
      stage: run.stage,
      record: '{}',
      created_by: run.createdBy,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('run_id')
    .executeTakeFirst();
  return row?.run_id ?? null;
}

export async function findTrainingRun(tx: TenantTransaction, runId: string): Promise<TrainingRunRecord | null> {
  if (!isUuid(runId)) return null;
  const row = await tx.selectFrom('training_runs').select(COLUMNS).where('run_id', '=', runId).executeTakeFirst();
  return row === undefined ? null : { ...row, seed: Number(row.seed) };
}

/** The one that is queued or running, or null. */
export async function findOpenTrainingRun(tx: TenantTransaction): Promise<TrainingRunRecord | null> {
  const row = await tx
    .selectFrom('training_runs')
    .select(COLUMNS)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return row === undefined ? null : { ...row, seed: Number(row.seed) };
}

/** The newest first. */
export async function listTrainingRuns(tx: TenantTransaction, limit: number): Promise<TrainingRunRecord[]> {
  const rows = await tx.selectFrom('training_runs').select(COLUMNS).orderBy('run_id', 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...row, seed: Number(row.seed) }));
}

/** Takes the run if nobody works on it, or if who did is dead: `presumedDead` is the holder with its last heartbeat. */
export async function claimTrainingRun(
  tx: TenantTransaction,
  runId: string,
  claim: {
    readonly holder: string;
    readonly presumedDead: { readonly holder: string; readonly heartbeat: string } | null;
  },
): Promise<boolean> {
  const { holder, presumedDead } = claim;
  const result = await tx
    .updateTable('training_runs')
    .set({ state: 'running', holder, heartbeat: sql<string>`heartbeat + 1` })
    .where('run_id', '=', runId)
    .where('state', 'in', ['queued', 'running'])
    .where((where) =>
      where.or([
        where('holder', 'is', null),
        where.and([
          where('holder', '=', presumedDead?.holder ?? holder),
          where('heartbeat', '=', presumedDead?.heartbeat ?? '-1'),
        ]),
      ]),
    )
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Says how far the run is; false when another process has taken it over. */
export async function reportTrainingProgress(
  tx: TenantTransaction,
  runId: string,
  report: { readonly holder: string; readonly stage: string; readonly progress: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('training_runs')
    .set({ stage: report.stage, progress: report.progress, heartbeat: sql<string>`heartbeat + 1` })
    .where('run_id', '=', runId)
    .where('holder', '=', report.holder)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Lets go of a run that is not finished: whoever looks next goes on with it. */
export async function releaseTrainingRun(tx: TenantTransaction, runId: string, holder: string): Promise<void> {
  await tx
    .updateTable('training_runs')
    .set({ holder: null })
    .where('run_id', '=', runId)
    .where('holder', '=', holder)
    .execute();
}

/** What a stage made. A stage that was done twice made the same. */
export async function saveTrainingOutput(
  tx: TenantTransaction,
  runId: string,
  output: { readonly stage: string; readonly content: Buffer },
): Promise<void> {
  await tx
    .insertInto('training_outputs')
    .values({ run_id: runId, stage: output.stage, content: output.content })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'run_id', 'stage']).doUpdateSet({ content: output.content }),
    )
    .execute();
}

export async function findTrainingOutput(tx: TenantTransaction, runId: string, stage: string): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('training_outputs')
    .select('content')
    .where('run_id', '=', runId)
    .where('stage', '=', stage)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Ends the run, with its record; what its stages made is deleted. False when another process has it. */
export async function finishTrainingRun(
  tx: TenantTransaction,
  runId: string,
  end: {
    readonly holder: string;
    readonly state: 'registered' | 'refused' | 'failed';
    readonly record: unknown;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('training_runs')
    .set({
      state: end.state,
      record: storableJson(end.record),
      reason: storableOrNull(end.reason),
      progress: 1,
      holder: null,
      finished_at: sql<Date>`now()`,
    })
    .where('run_id', '=', runId)
    .where('holder', '=', end.holder)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await tx.deleteFrom('training_outputs').where('run_id', '=', runId).execute();
  return true;
}
