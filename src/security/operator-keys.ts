// The operator's own secrets, made on first start: files of mode 0600 in the data directory, never in the database.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadOrCreateKey } from './key-files.ts';
import { loadMasterKeys, type MasterKeys } from './master-keys.ts';

export interface OperatorKeys {
  /** mixed into stored API-key hashes; losing it invalidates every key */
  readonly pepper: Buffer;
  /** wrap the tenants' data keys; losing them loses stored code */
  readonly masterKeys: MasterKeys;
  /** keys cache keys; losing it only empties the cache */
  readonly hmacKey: Buffer;
  /** where they lie */
  readonly directory: string;
}

/** Reads the keys under `<dataDirectory>/keys/`, or makes those that are missing. Safe when two processes start at once. */
export async function loadOperatorKeys(dataDirectory: string): Promise<OperatorKeys> {
  const directory = join(dataDirectory, 'keys');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return {
    pepper: await loadOrCreateKey(directory, 'api-key-pepper'),
    masterKeys: await loadMasterKeys(directory),
    hmacKey: await loadOrCreateKey(directory, 'cache'),
    directory,
  };
}
