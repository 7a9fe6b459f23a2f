// Which bundle is the champion: promoted, rolled back, and the start of a challenger's rollout. Every change is recorded with its
// reason and audited, in the transaction that makes it. Locks are taken in one order: rollout, deployment, audit chain.
import {
  appendAuditEvent,
  type BundleRecord,
  countRepositories,
  endRollout,
  findBundle,
  lockDeployment,
  lockRunningRollout,
  type ModelChangeKind,
  recordModelChange,
  saveDeployment,
  startRollout,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { builtInBundle } from '../../model-service/index.ts';
import { FEW_REPOSITORIES, unitFor } from './arm.ts';
import { NEW_ROLLOUT } from './rollout.ts';

/** Who changes it and why. */
export interface ChangeCause {
  readonly reason: string;
  /** null: Assay itself */
  readonly actor: string | null;
}

export interface Change extends ChangeCause {
  readonly kind: ModelChangeKind;
  readonly digest: string | null;
  readonly share: number;
}

const ACTION: Readonly<Record<ModelChangeKind, string>> = {
  registration: 'model.registered',
  shadow: 'model.shadowed',
  advance: 'model.advanced',
  promotion: 'model.promoted',
  rollback: 'model.rolled-back',
};

/** Records a change and audits it: the last thing of its transaction. */
export async function recordChange(tx: TenantTransaction, change: Change): Promise<void> {
  const { kind, digest, share, reason, actor } = change;
  const version = digest === null ? builtInBundle().version : ((await findBundle(tx, digest))?.version ?? 'unknown');
  await recordModelChange(tx, { kind, digest, version, share, reason, actor });
  const target = digest ?? builtInBundle().digest;
  await appendAuditEvent(tx, { action: ACTION[kind], actor, target, details: { version, share, reason } });
}

/** Makes a bundle the champion at once; null is the built-in one. A rollout that runs ends with it. */
export async function promote(tx: TenantTransaction, digest: string | null, cause: ChangeCause): Promise<void> {
  const rollout = await lockRunningRollout(tx);
  const { champion } = await lockDeployment(tx);
  if (digest !== null) await existing(tx, digest);
  if (champion === digest) throw new AssayError('already_exists', { detail: 'It is the champion already.' });
  if (rollout !== null) {
    const isItself = rollout.challenger === digest;
    const end = isItself
      ? { state: 'promoted' as const, reason: cause.reason }
      : { state: 'rolled_back' as const, reason: 'Another model was promoted.' };
    await endRollout(tx, rollout.id, end);
  }
  await saveDeployment(tx, { champion: digest, previous: champion });
  await recordChange(tx, { kind: 'promotion', digest, share: 1, ...cause });
}

/** Takes a challenger away; without one, the champion before this one answers again. Returns the digest that is gone. */
export async function rollBack(tx: TenantTransaction, cause: ChangeCause): Promise<string> {
  const rollout = await lockRunningRollout(tx);
  const { champion, previous } = await lockDeployment(tx);
  if (rollout !== null) {
    await endRollout(tx, rollout.id, { state: 'rolled_back', reason: cause.reason });
    await saveDeployment(tx, { champion, previous });
    await recordChange(tx, { kind: 'rollback', digest: rollout.challenger, share: 0, ...cause });
    return rollout.challenger;
  }
  if (champion === null) {
    throw new AssayError('not_found', { detail: 'The built-in model answers: there is nothing to roll back to.' });
  }
  await saveDeployment(tx, { champion: previous, previous: null });
  await recordChange(tx, { kind: 'rollback', digest: champion, share: 0, ...cause });
  return champion;
}

/** Starts a bundle's way to the champion, in the shadow. Returns the id of the rollout. */
export async function challenge(
  tx: TenantTransaction,
  digest: string,
  { slowMs, ...cause }: ChangeCause & { readonly slowMs: number },
): Promise<string> {
  const running = await lockRunningRollout(tx);
  const { champion, previous } = await lockDeployment(tx);
  await existing(tx, digest);
  if (champion === digest) throw new AssayError('already_exists', { detail: 'It is the champion already.' });
  if (running !== null) {
    if (running.challenger === digest)
      throw new AssayError('already_exists', { detail: 'It is the challenger already.' });
    await endRollout(tx, running.id, { state: 'rolled_back', reason: 'A newer challenger took its place.' });
  }
  const unit = unitFor(await countRepositories(tx, FEW_REPOSITORIES));
  const id = await startRollout(tx, { champion, challenger: digest, unit, record: NEW_ROLLOUT, slowMs });
  await saveDeployment(tx, { champion, previous });
  await recordChange(tx, { kind: 'shadow', digest, share: 0, ...cause });
  return id;
}

async function existing(tx: TenantTransaction, digest: string): Promise<BundleRecord> {
  const bundle = await findBundle(tx, digest);
  if (bundle === null) throw new AssayError('not_found', { detail: 'There is no model of that digest.' });
  return bundle;
}
