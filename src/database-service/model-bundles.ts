// Trained bundles, and which of them is the champion. A bundle never changes once it is stored.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { storableJson, storableText } from './storable.ts';

export interface StoredComponent {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

export type Figures = Readonly<Record<string, number>>;

export interface BundleRecord {
  readonly digest: string;
  readonly version: string;
  readonly components: readonly StoredComponent[];
  /** null for a bundle that no run of this installation made */
  readonly runId: string | null;
  /** counts of what it was trained on */
  readonly trainedOn: Figures;
  readonly evaluation: Figures;
  readonly createdAt: Date;
}

export interface NewBundle extends Omit<BundleRecord, 'createdAt'> {
  /** the trained component, as its digest was taken */
  readonly ranker: Buffer;
}

export interface DeploymentRecord {
  /** digest; null is the bundle that is built in */
  readonly champion: string | null;
  readonly previous: string | null;
  /** counts changes of champion and rollout up, so that other processes notice */
  readonly version: number;
  readonly changedAt: Date | null;
}

export type ModelChangeKind = 'registration' | 'shadow' | 'advance' | 'promotion' | 'rollback';

export interface NewModelChange {
  readonly kind: ModelChangeKind;
  /** null for the bundle that is built in */
  readonly digest: string | null;
  readonly version: string;
  /** of the answers that the bundle gives from now on */
  readonly share: number;
  readonly reason: string;
  /** null: Assay itself */
  readonly actor: string | null;
}

export interface ModelChange extends NewModelChange {
  readonly id: string;
  readonly at: Date;
}

const BUNDLE_COLUMNS = [
  'digest',
  'version',
  'components',
  'run_id as runId',
  'trained_on as trainedOn',
  'evaluation',
  'created_at as createdAt',
] as const;

/** Does nothing when the bundle is stored already. */
export async function saveBundle(tx: TenantTransaction, bundle: NewBundle): Promise<void> {
  await tx
    .insertInto('model_bundles')
    .values({
      digest: bundle.digest,
      version: bundle.version,
      components: storableJson(bundle.components),
      ranker: bundle.ranker,
      run_id: bundle.runId,
      trained_on: storableJson(bundle.trainedOn),
      evaluation: storableJson(bundle.evaluation),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'digest']).doNothing())
    .execute();
}

/** The newest first. */
export async function listBundles(tx: TenantTransaction): Promise<BundleRecord[]> {
  return await tx
    .selectFrom('model_bundles')
    .select(BUNDLE_COLUMNS)
    .orderBy('created_at', 'desc')
    .orderBy('version', 'desc')
    .execute();
}

export async function findBundle(tx: TenantTransaction, digest: string): Promise<BundleRecord | null> {
  const row = await tx
    .selectFrom('model_bundles')
    .select(BUNDLE_COLUMNS)
    .where('digest', '=', storableText(digest))
    .executeTakeFirst();
  return row ?? null;
}

/** The bytes of the trained component; whoever uses them checks their digest. */
export async function findRankerBytes(tx: TenantTransaction, digest: string): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('model_bundles')
    .select('ranker')
    .where('digest', '=', storableText(digest))
    .executeTakeFirst();
  return row?.ranker ?? null;
}

/** How many bundles the tenant has ever stored. */
export async function countBundles(tx: TenantTransaction): Promise<number> {
  const row = await tx
    .selectFrom('model_bundles')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Until something is promoted, the built-in bundle is the champion. */
export async function readDeployment(tx: TenantTransaction): Promise<DeploymentRecord> {
  const row = await tx
    .selectFrom('model_deployments')
    .select(['champion', 'previous', 'version', 'changed_at as changedAt'])
    .executeTakeFirst();
  if (row === undefined) return { champion: null, previous: null, version: 0, changedAt: null };
  return { ...row, version: Number(row.version) };
}

/** Holds the deployment until the transaction ends, so that one change follows the other. */
export async function lockDeployment(tx: TenantTransaction): Promise<DeploymentRecord> {
  await tx
    .insertInto('model_deployments')
    .values({ champion: null, previous: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx.selectFrom('model_deployments').select('version').forUpdate().execute();
  return await readDeployment(tx);
}

/** Counts the version up. The caller holds the deployment. */
export async function saveDeployment(
  tx: TenantTransaction,
  change: { readonly champion: string | null; readonly previous: string | null },
): Promise<void> {
  await tx
    .updateTable('model_deployments')
    .set({ ...change, version: sql<string>`version + 1`, changed_at: sql<Date>`now()` })
    .execute();
}

export async function recordModelChange(tx: TenantTransaction, change: NewModelChange): Promise<void> {
  await tx
    .insertInto('model_changes')
    .values({ change_id: uuidv7(), ...change, reason: storableText(change.reason) })
    .execute();
}

/** The newest first. */
export async function listModelChanges(tx: TenantTransaction, limit: number): Promise<ModelChange[]> {
  return await tx
    .selectFrom('model_changes')
    .select(['change_id as id', 'kind', 'digest', 'version', 'share', 'reason', 'actor', 'created_at as at'])
    .orderBy('change_id', 'desc')
    .limit(limit)
    .execute();
}
