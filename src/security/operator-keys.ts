// The operator's own secrets, made on first start: files of mode 0600 in the data directory, never in the database.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AssayError } from '../errors.ts';
import { deriveKey } from './encryption.ts';
import { createKey, loadOrCreateKey, readKey } from './key-files.ts';
import { loadMasterKeys, type MasterKeys } from './master-keys.ts';

export interface OperatorKeys {
  /** mixed into stored API-key hashes; losing it invalidates every key */
  readonly pepper: Buffer;
  /** wrap the tenants' data keys; losing them loses stored code */
  readonly masterKeys: MasterKeys;
  /** keys cache keys; losing it only empties the cache */
  readonly hmacKey: Buffer;
  /** signs checkpoints of audit chains (Ed25519); losing it means that older checkpoints need its public half to be verified */
  readonly auditSecret: Buffer;
  /** signs what gateways tell application servers; every process of an installation needs the same */
  readonly gatewayKey: Buffer;
  /**
   * signs what application servers and workers ask of the model service. It follows from the gateway's key, so that every
   * installation has the same in all its processes; the model role needs no other key than this one, which opens nothing else.
   */
  readonly modelKey: Buffer;
  /**
   * signs what the gateways of regions tell each other. The regions of one installation share it and no other key: it is copied
   * from one to the others, and opens nothing.
   */
  readonly regionKey: Buffer;
  /** where they lie */
  readonly directory: string;
}

const AUDIT_KEY = 'audit-signing';
const MODEL_KEY = 'model';
const REGION_KEY = 'region';

/** Reads the keys under `<dataDirectory>/keys/`, or makes those that are missing. Safe when two processes start at once. */
export async function loadOperatorKeys(dataDirectory: string): Promise<OperatorKeys> {
  const directory = join(dataDirectory, 'keys');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const gatewayKey = await loadOrCreateKey(directory, 'gateway');
  return {
    pepper: await loadOrCreateKey(directory, 'api-key-pepper'),
    masterKeys: await loadMasterKeys(directory),
    hmacKey: await loadOrCreateKey(directory, 'cache'),
    auditSecret: await loadOrCreateKey(directory, AUDIT_KEY),
    gatewayKey,
    modelKey:
      (await readKey(directory, MODEL_KEY)) ??
      (await keepKey(directory, MODEL_KEY, deriveKey(gatewayKey, 'model service'))),
    regionKey:
      (await readKey(directory, REGION_KEY)) ??
      (await keepKey(directory, REGION_KEY, deriveKey(gatewayKey, 'regions'))),
    directory,
  };
}

/** Where keys are mounted read-only, what follows from another need not be kept. */
async function keepKey(directory: string, name: string, key: Buffer): Promise<Buffer> {
  await createKey(directory, name, key).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EROFS' && error.code !== 'EACCES') throw error;
  });
  return key;
}

/** The key of the model service, for its own role, which makes none and has no other; null where there is none. */
export async function findModelKey(dataDirectory: string): Promise<Buffer | null> {
  return await readKey(join(dataDirectory, 'keys'), MODEL_KEY);
}

/** The key that regions share, or null where none was made: for `assay doctor`, which makes nothing. */
export async function findRegionKey(dataDirectory: string): Promise<Buffer | null> {
  return await readKey(join(dataDirectory, 'keys'), REGION_KEY);
}

/** The secret that signs audit checkpoints, or null where none was made: for the verifier, which makes nothing. */
export async function findAuditSecret(dataDirectory: string): Promise<Buffer | null> {
  return await readKey(join(dataDirectory, 'keys'), AUDIT_KEY);
}

/** The text of every key file in the directory, by name; for a backup. */
export async function readOperatorKeyFiles(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.key'));
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

/** Puts key files into the data directory. Throws AssayError `restore_refused` when there is another key already. */
export async function writeOperatorKeyFiles(
  dataDirectory: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const directory = join(dataDirectory, 'keys');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const [file, text] of Object.entries(files)) {
    const name = basename(file, '.key');
    const key = Buffer.from(text.trim(), 'base64');
    if (await createKey(directory, name, key)) continue;
    if ((await readKey(directory, name))?.equals(key) === true) continue;
    throw new AssayError('restore_refused', {
      detail: `The data directory has another key keys/${name}.key already; nothing was changed.`,
    });
  }
}
