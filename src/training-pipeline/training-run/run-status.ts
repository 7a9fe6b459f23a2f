// A training run as it is told.
import type { TrainingRun } from '../../contract/index.ts';
import type { TrainingRunRecord } from '../../database-service/index.ts';

/** Lists leave the ids of verdicts out: there may be tens of thousands. */
export function trainingRunStatus(run: TrainingRunRecord, detail: 'whole' | 'without-ids'): TrainingRun {
  const { verdict_ids: ids, ...record } = run.record as Record<string, unknown>;
  return {
    run_id: run.id,
    state: run.state,
    trigger: run.trigger,
    seed: run.seed,
    stage: run.stage,
    progress: run.progress,
    reason: run.reason,
    record: detail === 'whole' && ids !== undefined ? { ...record, verdict_ids: ids } : record,
    created_at: run.createdAt.toISOString(),
    finished_at: run.finishedAt?.toISOString() ?? null,
  };
}
