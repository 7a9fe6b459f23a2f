// A stored bundle on its way into use: read, its digests checked, and fitted to the engine and rules of this installation.
import {
  countBundles,
  findBundle,
  findRankerBytes,
  type NewBundle,
  saveBundle,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { builtInBundle, type ModelBundle, trainedBundle } from '../../model-service/index.ts';
import { damaged } from '../model-training/trainer-folders.ts';

/** The bytes of the built-in ranker are not needed: nothing is stored of it. */
export async function loadBundle(tx: TenantTransaction, digest: string | null): Promise<ModelBundle> {
  if (digest === null || digest === builtInBundle().digest) return builtInBundle();
  const [record, bytes] = [await findBundle(tx, digest), await findRankerBytes(tx, digest)];
  if (record === null || bytes === null) {
    throw new AssayError('not_found', { detail: 'There is no model of that digest.' });
  }
  const bundle = checkedBundle(record.version, bytes);
  const named = record.components.find(({ name }) => name === 'ranker')?.digest;
  const actual = bundle.components.find(({ name }) => name === 'ranker')?.digest;
  if (named !== actual) throw damaged('its ranker is not what its digest says');
  return bundle;
}

/** The same ranker with what is installed now, stored as a bundle of its own. Returns its digest. */
export async function carryOver(tx: TenantTransaction, digest: string): Promise<string> {
  const [record, bytes] = [await findBundle(tx, digest), await findRankerBytes(tx, digest)];
  if (record === null || bytes === null) throw new AssayError('not_found');
  return await storeBundle(tx, bytes, record);
}

/** Stores a trained ranker as a bundle, under the next version. Returns its digest. */
export async function storeBundle(
  tx: TenantTransaction,
  ranker: Buffer,
  about: Pick<NewBundle, 'runId' | 'trainedOn' | 'evaluation'>,
): Promise<string> {
  const version = await nextVersion(tx);
  const bundle = checkedBundle(version, ranker);
  const { runId, trainedOn, evaluation } = about;
  const components = [...bundle.components];
  await saveBundle(tx, { digest: bundle.digest, version, components, ranker, runId, trainedOn, evaluation });
  return bundle.digest;
}

/** The interface of answers is that of the built-in bundle; each bundle of a tenant is a patch on it. */
export async function nextVersion(tx: TenantTransaction): Promise<string> {
  const [major = '0', minor = '0', patch = '0'] = builtInBundle().version.split('.');
  return `${major}.${minor}.${Number(patch) + (await countBundles(tx)) + 1}`;
}

function checkedBundle(version: string, bytes: Uint8Array): ModelBundle {
  try {
    return trainedBundle(version, bytes);
  } catch (cause) {
    throw damaged(cause instanceof Error ? cause.message : 'it cannot be read', cause);
  }
}
