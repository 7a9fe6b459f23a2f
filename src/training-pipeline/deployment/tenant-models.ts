// The bundles of a tenant as they are to answer. What cannot be used is left out: a damaged challenger is rolled back, and in the
// place of a damaged champion the one before it answers, or the one that is built in.
import {
  type Database,
  type DeploymentRecord,
  findRunningRollout,
  lockDeployment,
  lockRunningRollout,
  readDeployment,
  saveDeployment,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { builtInBundle, type ModelBundle } from '../../model-service/index.ts';
import type { RolloutUnit } from './arm.ts';
import { recordChange, rollBack } from './champion.ts';
import { SHARE } from './rollout.ts';
import { carryOver, loadBundle } from './stored-model.ts';

export interface TenantModels {
  readonly champion: ModelBundle;
  readonly rollout: {
    readonly id: string;
    readonly challenger: ModelBundle;
    readonly unit: RolloutUnit;
    readonly share: number;
    readonly slowMs: number;
  } | null;
}

export interface LoadedModels {
  readonly models: TenantModels;
  /** what was left out, and why */
  readonly faults: readonly string[];
}

export async function loadTenantModels(database: Database, tenantId: string): Promise<LoadedModels> {
  const faults: string[] = [];
  const read = await database.asTenant(tenantId, async (tx) => ({
    champion: await usable(tx, await readDeployment(tx), faults),
    rollout: await findRunningRollout(tx),
  }));
  let { champion } = read;
  if (champion.isOutdated) {
    champion = { isOutdated: false, bundle: await database.asTenant(tenantId, carriedOver) };
  }
  if (read.rollout === null) return { models: { champion: champion.bundle, rollout: null }, faults };
  const { id, challenger, unit, stage, slowMs } = read.rollout;
  try {
    const bundle = await database.asTenant(tenantId, (tx) => loadBundle(tx, challenger));
    if (bundle.digest !== challenger) throw outdated();
    const rollout = { id, challenger: bundle, unit, share: SHARE[stage], slowMs };
    return { models: { champion: champion.bundle, rollout }, faults };
  } catch (error) {
    if (!(error instanceof AssayError) || error.status >= 500) throw error;
    faults.push(`challenger: ${error.detail}`);
    await database.asTenant(tenantId, async (tx) => {
      const running = await lockRunningRollout(tx);
      if (running?.id === id) await rollBack(tx, { reason: error.detail, actor: null });
    });
    return { models: { champion: champion.bundle, rollout: null }, faults };
  }
}

function outdated(): AssayError {
  return new AssayError('model_damaged', {
    detail: 'The challenger was made with another engine or other rules than are installed: train again.',
  });
}

/** The champion, or else the one before it, or else the one that is built in. */
async function usable(tx: TenantTransaction, { champion, previous }: DeploymentRecord, faults: string[]) {
  for (const digest of [champion, previous]) {
    try {
      const bundle = await loadBundle(tx, digest);
      return { bundle, isOutdated: digest === champion && digest !== null && bundle.digest !== digest };
    } catch (error) {
      if (!(error instanceof AssayError) || error.status >= 500) throw error;
      faults.push(`champion: ${error.detail}`);
    }
  }
  return { bundle: builtInBundle(), isOutdated: false };
}

/** After an upgrade the champion's ranker goes on with the engine and the rules that are installed now, as a bundle of its own. */
async function carriedOver(tx: TenantTransaction): Promise<ModelBundle> {
  const { champion } = await lockDeployment(tx);
  const bundle = await loadBundle(tx, champion);
  if (champion === null || bundle.digest === champion) return bundle;
  const digest = await carryOver(tx, champion);
  await saveDeployment(tx, { champion: digest, previous: null });
  const reason = 'Its ranker was carried over to the engine and the rules that are installed now.';
  await recordChange(tx, { kind: 'promotion', digest, share: 1, reason, actor: null });
  return await loadBundle(tx, digest);
}
