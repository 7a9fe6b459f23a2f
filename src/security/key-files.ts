// Keys in files of mode 0600: read, made, and moved into place so that a crash leaves no half key.
import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';

const KEY_LENGTH = 32;

export function keyPath(directory: string, name: string): string {
  return join(directory, `${name}.key`);
}

/** The key of this name, made when there is none. Of two processes that start at once one makes it, both get it. */
export async function loadOrCreateKey(directory: string, name: string): Promise<Buffer> {
  const existing = await readKey(directory, name);
  if (existing !== null) return existing;
  await createKey(directory, name, randomBytes(KEY_LENGTH));
  const created = await readKey(directory, name);
  if (created === null) throw new Error(`The key file ${name}.key vanished while it was made.`);
  return created;
}

/** Writes a key unless there is one of this name: false then. */
export async function createKey(directory: string, name: string, key: Buffer): Promise<boolean> {
  const path = keyPath(directory, name);
  // Written beside and linked into place: a crash leaves no half key, and of two starting processes one wins.
  const temporary = `${path}.${randomUUID()}`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${key.toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    return false;
  } finally {
    await unlink(temporary);
    await syncDirectory(directory);
  }
}

/** The key, or null when there is none. Throws AssayError `data_directory_corrupt` for a damaged one. */
export async function readKey(directory: string, name: string): Promise<Buffer | null> {
  let text: string;
  try {
    text = await readFile(keyPath(directory, name), 'utf8');
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

/** Puts one key in the place of another, in one step; the other is gone then. */
export async function replaceKey(directory: string, name: string, by: string): Promise<void> {
  await rename(keyPath(directory, by), keyPath(directory, name));
  await syncDirectory(directory);
}

/** Until then a power cut may undo a rename or a link. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
