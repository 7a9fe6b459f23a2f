// Watches a rollout while it is in use: adds what was seen, and advances, promotes or rolls back as soon as that is decided.
import {
  advanceRollout,
  type Database,
  endRollout,
  lockDeployment,
  lockRunningRollout,
  type RolloutRow,
  saveDeployment,
  saveRolloutRecord,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { recordChange } from './champion.ts';
import {
  type AnalysesSeen,
  type Arm,
  decide,
  inNextStage,
  type RolloutDecision,
  type RolloutRecord,
  SHARE,
  withAnalyses,
  withJudgement,
  withShadowVerdict,
} from './rollout.ts';

/** A verdict on a finding of an answer. */
export interface JudgedAnswer {
  /** of the bundle that answered */
  readonly digest: string;
  readonly useful: boolean;
  /** what both models think of the finding without this verdict; asked for in the shadow only */
  readonly scores: (rollout: RolloutRow) => { readonly champion: number; readonly challenger: number } | null;
}

/** Adds a verdict to the rollout that runs, if one does. */
export async function watchVerdict(
  database: Database,
  tenantId: string,
  builtIn: string,
  judged: JudgedAnswer,
): Promise<RolloutDecision> {
  return await withRollout(database, tenantId, (rollout, record) => {
    if (rollout.stage === 'shadow') {
      const scores = judged.scores(rollout);
      return scores === null ? record : withShadowVerdict(record, scores, judged.useful);
    }
    const arm = armOf(rollout, builtIn, judged.digest);
    return arm === null ? record : withJudgement(record, arm, judged.useful);
  });
}

/** Adds analyses that were answered meanwhile, by the bundle that answered. */
export async function watchAnalyses(
  database: Database,
  tenantId: string,
  builtIn: string,
  seen: ReadonlyMap<string, AnalysesSeen>,
): Promise<RolloutDecision> {
  return await withRollout(database, tenantId, (rollout, record) => {
    let next = record;
    for (const [digest, analyses] of seen) {
      const arm = armOf(rollout, builtIn, digest);
      if (arm !== null && rollout.stage !== 'shadow') next = withAnalyses(next, arm, analyses);
    }
    return next;
  });
}

/** Decides anew although nothing was seen: time alone may have been enough. */
export async function reconsider(database: Database, tenantId: string): Promise<RolloutDecision> {
  return await withRollout(database, tenantId, (_, record) => record);
}

function armOf(rollout: RolloutRow, builtIn: string, digest: string): Arm | null {
  if (digest === rollout.challenger) return 'canary';
  return digest === (rollout.champion ?? builtIn) ? 'champion' : null;
}

async function withRollout(
  database: Database,
  tenantId: string,
  add: (rollout: RolloutRow, record: RolloutRecord) => RolloutRecord,
): Promise<RolloutDecision> {
  return await database.asTenant(tenantId, async (tx) => {
    const rollout = await lockRunningRollout(tx);
    if (rollout === null) return { kind: 'wait' };
    // Only this box writes it.
    const record = add(rollout, rollout.record as RolloutRecord);
    const decision = decide(rollout.stage, record, rollout.stageAgeMs);
    await carryOut(tx, rollout, record, decision);
    return decision;
  });
}

async function carryOut(
  tx: TenantTransaction,
  rollout: RolloutRow,
  record: RolloutRecord,
  decision: RolloutDecision,
): Promise<void> {
  if (decision.kind === 'wait') return await saveRolloutRecord(tx, rollout.id, record);
  const { champion, previous } = await lockDeployment(tx);
  const digest = rollout.challenger;
  const cause = { digest, reason: decision.reason, actor: null };
  if (decision.kind === 'advance') {
    await advanceRollout(tx, rollout.id, { stage: decision.to, record: inNextStage(record) });
    await saveDeployment(tx, { champion, previous });
    return await recordChange(tx, { kind: 'advance', share: SHARE[decision.to], ...cause });
  }
  const state = decision.kind === 'promote' ? 'promoted' : 'rolled_back';
  await saveRolloutRecord(tx, rollout.id, record);
  await endRollout(tx, rollout.id, { state, reason: decision.reason });
  if (decision.kind === 'promote') {
    await saveDeployment(tx, { champion: digest, previous: champion });
    return await recordChange(tx, { kind: 'promotion', share: 1, ...cause });
  }
  await saveDeployment(tx, { champion, previous });
  await recordChange(tx, { kind: 'rollback', share: 0, ...cause });
}
