// A bundle that another region sent, on its way into the database: everything that its digest stands for is checked before.
import { createHash } from 'node:crypto';
import { type BundleRecord, findBundle, saveBundle, type TenantTransaction } from '../../database-service/index.ts';
import { bundleDigest } from '../../model-service/index.ts';
import { damaged, parametersIn } from '../model-training/trainer-folders.ts';
import { recordChange } from './champion.ts';
import { nextVersion } from './stored-model.ts';

export interface FetchedBundle
  extends Pick<BundleRecord, 'digest' | 'version' | 'components' | 'trainedOn' | 'evaluation'> {
  readonly ranker: Buffer;
}

/**
 * Stores it under the next version of the tenant; whether it is ever used is decided here, as for any other. Does nothing when it is
 * there already. Throws AssayError `model_damaged`.
 */
export async function storeFetchedBundle(tx: TenantTransaction, bundle: FetchedBundle, region: string): Promise<void> {
  checkFetchedBundle(bundle);
  const { version, ...content } = bundle;
  if ((await findBundle(tx, bundle.digest)) !== null) return;
  await saveBundle(tx, { ...content, version: await nextVersion(tx), runId: null });
  const reason = `Fetched from the region ${region}, where it is ${version}.`;
  await recordChange(tx, { kind: 'registration', digest: bundle.digest, share: 0, reason, actor: null });
}

/** Throws AssayError `model_damaged` when it is not what its digest says, or no ranker. */
export function checkFetchedBundle({ digest, components, ranker }: FetchedBundle): void {
  if (bundleDigest(components) !== digest) throw damaged('its components are not what its digest says');
  const named = components.find(({ name }) => name === 'ranker')?.digest;
  const actual = `sha256:${createHash('sha256').update(ranker).digest('hex')}`;
  if (named !== actual) throw damaged('its ranker is not what its digest says');
  parametersIn(ranker);
}
