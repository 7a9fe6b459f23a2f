// The operator's own secrets, made on first start: files of mode 0600 in the data directory, never in the database.
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';

export interface OperatorKeys {
  /** mixed into stored API-key hashes; losing it invalidates every key */
  readonly pepper: Buffer;
  /** wraps the tenants' data keys; losing it loses stored code */
  readonly masterKey: Buffer;
  /** keys cache keys; losing it only empties the cache */
  readonly hmacKey: Buffer;
}

const KEY_LENGTH = 32;
const FILES = { pepper: 'api-key-pepper', masterKey: 'master', hmacKey: 'cache' } as const;

/** Reads the keys under `<dataDirectory>/keys/`, or makes those that are missing. Safe when two processes start at once. */
export async function loadOperatorKeys(dataDirectory: string): Promise<OperatorKeys> {
  const directory = join(dataDirectory, 'keys');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const load = (name: string) => loadOrCreate(join(directory, `${name}.key`), name);
  return {
    pepper: await load(FILES.pepper),
    masterKey: await load(FILES.masterKey),
    hmacKey: await load(FILES.hmacKey),
  };
}

async function loadOrCreate(path: string, name: string): Promise<Buffer> {
  const existing = await readKey(path, name);
  if (existing !== null) return existing;
  // Written beside and linked into place: a crash leaves no half key, and of two starting processes one wins.
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(KEY_LENGTH).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  const created = await readKey(path, name);
  if (created === null) throw new Error(`The key file ${name}.key vanished while it was made.`);
  return created;
}

async function readKey(path: string, name: string): Promise<Buffer | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  // A damaged key is never replaced: a new one would make everything under the old one unreadable for good.
  if (key.length !== KEY_LENGTH) {
    throw new AssayError('data_directory_corrupt', {
      detail: `The key file keys/${name}.key in the data directory is damaged; restore it from a backup.`,
    });
  }
  return key;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
