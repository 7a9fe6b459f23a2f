// What a tenant has of models, as it is told: the bundles, the rollout that runs, the last changes.
import type { ModelList, ModelRollout, StoredModel } from '../../contract/index.ts';
import {
  type BundleRecord,
  type Database,
  type DeploymentRecord,
  findBundle,
  findRunningRollout,
  listBundles,
  listModelChanges,
  type RolloutRow,
  readDeployment,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { builtInBundle } from '../../model-service/index.ts';
import { type Evidence, tallies } from './evidence.ts';
import { type RolloutRecord, SHARE } from './rollout.ts';

const SHOWN_CHANGES = 50;

export async function modelList(database: Database, tenantId: string): Promise<ModelList> {
  return await database.asTenant(tenantId, async (tx) => {
    const deployment = await readDeployment(tx);
    const rollout = await findRunningRollout(tx);
    const bundles = await listBundles(tx);
    const changes = await listModelChanges(tx, SHOWN_CHANGES);
    return {
      items: [builtIn(deployment), ...bundles.map((bundle) => storedModel(bundle, deployment, rollout))],
      rollout: rollout === null ? null : rolloutStatus(rollout),
      changes: changes.map(({ id: _, at, ...change }) => ({ ...change, at: at.toISOString() })),
    };
  });
}

/** `built-in` or a digest. Throws AssayError `not_found`. */
export async function modelOf(database: Database, tenantId: string, digest: string): Promise<StoredModel> {
  return await database.asTenant(tenantId, async (tx) => {
    const deployment = await readDeployment(tx);
    if (digest === 'built-in' || digest === builtInBundle().digest) return builtIn(deployment);
    const bundle = await findBundle(tx, digest);
    if (bundle === null) throw new AssayError('not_found', { detail: 'There is no model of that digest.' });
    return storedModel(bundle, deployment, await findRunningRollout(tx));
  });
}

export function rolloutStatus(rollout: RolloutRow): ModelRollout {
  // Only this box writes it.
  const { shadow, dismissals, failures, slow } = rollout.record as RolloutRecord;
  const mean = (sum: number) => (shadow.verdicts === 0 ? null : sum / shadow.verdicts);
  return {
    rollout_id: rollout.id,
    challenger: rollout.challenger,
    stage: rollout.stage,
    share: SHARE[rollout.stage],
    unit: rollout.unit,
    started_at: rollout.startedAt.toISOString(),
    dismissals: compared(dismissals),
    failures: compared(failures),
    slow: compared(slow),
    shadow: {
      verdicts: shadow.verdicts,
      champion_log_loss: mean(shadow.championLoss),
      challenger_log_loss: mean(shadow.challengerLoss),
    },
  };
}

function compared(evidence: Evidence): ModelRollout['dismissals'] {
  const { champion, canary } = tallies(evidence);
  return { champion: { ...champion }, challenger: { ...canary } };
}

function builtIn({ champion }: DeploymentRecord): StoredModel {
  const { version, digest, components } = builtInBundle();
  return {
    version,
    digest,
    state: champion === null ? 'champion' : 'available',
    built_in: true,
    components: components.map((component) => ({ ...component })),
    trained_at: null,
    trained_on: null,
    evaluation: null,
    training_run_id: null,
  };
}

function storedModel(bundle: BundleRecord, deployment: DeploymentRecord, rollout: RolloutRow | null): StoredModel {
  const waiting = rollout?.challenger === bundle.digest ? 'challenger' : 'available';
  return {
    version: bundle.version,
    digest: bundle.digest,
    state: deployment.champion === bundle.digest ? 'champion' : waiting,
    built_in: false,
    components: bundle.components.map((component) => ({ ...component })),
    trained_at: bundle.createdAt.toISOString(),
    trained_on: { ...bundle.trainedOn },
    evaluation: { ...bundle.evaluation },
    training_run_id: bundle.runId,
  };
}
