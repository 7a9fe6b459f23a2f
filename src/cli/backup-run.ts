// What `assay backup`, `assay backup verify` and `assay restore` do.
import { existsSync, statSync } from 'node:fs';
import { copyFile, readFile, rename, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backupName, openBackup, openKeys, verifyBackup, writeBackup } from '../application-server/index.ts';
import { readConfiguration } from '../config/index.ts';
import type { BackupRequest, BackupResponse } from '../contract/index.ts';
import { databaseOptions, restoreDatabase } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import { type BackupSecret, writeOperatorKeyFiles } from '../security/index.ts';
import { onInstallation } from './installation.ts';

export interface SecretOptions {
  readonly passphraseFile?: string;
  readonly keyFile?: string;
}

export interface BackupCommandOptions extends SecretOptions {
  readonly keysPassphraseFile?: string;
  readonly keysKeyFile?: string;
}

interface Counted {
  readonly tables: readonly { readonly rows: number }[];
}

const SHORTEST_PASSPHRASE = 12;
const KEY_LENGTH = 32;

/** Returns the sentence to print. */
export async function backup(target: string, options: BackupCommandOptions): Promise<string> {
  const secret = await required(options);
  const keysSecret = await keysSecretOf(options);
  const path = newFile(target);
  const report = await onInstallation<Counted & { readonly bytes: number }>({
    direct: ({ database, keys }) =>
      writeBackup(database, path, {
        secret,
        keys: keysSecret === null ? null : { directory: keys.directory, secret: keysSecret },
      }),
    async running(request) {
      const body: BackupRequest = {
        secret: toWire(secret),
        operator_keys: keysSecret === null ? null : toWire(keysSecret),
      };
      const answer = (await request('POST', '/api/v1/platform/backups', body)) as BackupResponse;
      await move(join(readConfiguration().dataDirectory, 'backups', answer.file), path);
      return answer;
    },
  });
  const without = keysSecret === null ? " The operator's keys are not in it: keep <data>/keys elsewhere." : '';
  return `${path}: ${described(report)}, ${report.bytes} bytes.${without}`;
}

export async function verify(file: string, options: SecretOptions): Promise<string> {
  const report = await verifyBackup(file, await required(options));
  const lines = report.tables.map(
    ({ name, rows, sha256 }) => `${name.padEnd(28)} ${String(rows).padStart(10)}  ${sha256}`,
  );
  const keys = report.withKeys ? 'with' : 'without';
  return [
    ...lines,
    `The backup is whole: ${described(report)}, made ${report.createdAt}, ${keys} the operator's keys.`,
  ].join('\n');
}

export async function restore(file: string, options: BackupCommandOptions): Promise<string> {
  const configuration = readConfiguration();
  const { dataDirectory } = configuration;
  const opened = await openBackup(file, await required(options));
  const keysSecret = await keysSecretOf(options);
  // The keys first: once the rows are there, a start without them would make others.
  if (keysSecret !== null) await writeOperatorKeyFiles(dataDirectory, await openKeys(opened, keysSecret));
  const summary = await restoreDatabase(databaseOptions(configuration), opened.lines);
  const hasKeys = existsSync(join(dataDirectory, 'keys', 'master.key'));
  const missing = hasKeys ? '' : ' Before you start Assay, put the keys of that installation into <data>/keys.';
  return `Restored ${described(summary)}.${missing}`;
}

function described({ tables }: Counted): string {
  return `${tables.reduce((sum, { rows }) => sum + rows, 0)} rows in ${tables.length} tables`;
}

function newFile(target: string): string {
  const path = resolve(target);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (isFolder) return join(path, backupName());
  if (existsSync(path)) throw new AssayError('invalid_request', { detail: `${target} is there already.` });
  return path;
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch {
    // On another disk.
    await copyFile(from, to);
    await unlink(from);
  }
}

async function required(options: SecretOptions): Promise<BackupSecret> {
  const secret = await secretOf(options.passphraseFile, options.keyFile);
  if (secret !== null) return secret;
  throw new AssayError('invalid_request', {
    detail: 'Give --passphrase-file or --key-file: backups are always sealed.',
  });
}

function keysSecretOf(options: BackupCommandOptions): Promise<BackupSecret | null> {
  return secretOf(options.keysPassphraseFile, options.keysKeyFile);
}

async function secretOf(passphraseFile?: string, keyFile?: string): Promise<BackupSecret | null> {
  if (keyFile !== undefined) {
    const key = Buffer.from((await contentOf(keyFile)).trim(), 'base64');
    if (key.length === KEY_LENGTH) return { kind: 'key', key };
    throw new AssayError('invalid_request', { detail: `${keyFile} does not hold 32 bytes in base64.` });
  }
  if (passphraseFile === undefined) return null;
  const [passphrase = ''] = (await contentOf(passphraseFile)).split(/\r?\n/);
  if (passphrase.length >= SHORTEST_PASSPHRASE) return { kind: 'passphrase', passphrase };
  throw new AssayError('invalid_request', {
    detail: `The first line of ${passphraseFile} is shorter than ${SHORTEST_PASSPHRASE} characters.`,
  });
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AssayError('invalid_request', { detail: `${file} cannot be read.`, cause: error });
  }
}

function toWire(secret: BackupSecret): BackupRequest['secret'] {
  return secret.kind === 'key' ? { key: secret.key.toString('base64') } : { passphrase: secret.passphrase };
}
