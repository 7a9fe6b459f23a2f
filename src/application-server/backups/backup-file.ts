// A backup as a file: the dump, compressed, then sealed; with the operator's keys when they are asked for.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import {
  checkMigrations,
  type Database,
  type DumpHeader,
  type DumpReader,
  type DumpSummary,
  readDump,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import {
  type BackupSecret,
  backupKey,
  newBackupKey,
  openFromBackup,
  openStream,
  readOperatorKeyFiles,
  SealedStreamError,
  sealForBackup,
  sealStream,
} from '../../security/index.ts';

export interface BackupOptions {
  readonly secret: BackupSecret;
  /** the operator's keys go along, under a secret of their own; null leaves them out */
  readonly keys: { readonly directory: string; readonly secret: BackupSecret } | null;
}

export interface BackupReport {
  readonly bytes: number;
  readonly withKeys: boolean;
  readonly createdAt: string;
  readonly migrations: readonly string[];
  readonly tables: DumpSummary['tables'];
}

/** Fast, and what is sealed in the rows does not get smaller anyhow. */
const COMPRESSION = { level: 3 };

/** A new name that sorts by time. */
export function backupName(): string {
  return `assay-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.backup`;
}

/** Writes a backup to `path`, which is there when it is whole, and not before. */
export async function writeBackup(database: Database, path: string, options: BackupOptions): Promise<BackupReport> {
  const partial = `${path}.partial`;
  const { header, key } = await newBackupKey(options.secret);
  const keys = options.keys === null ? null : await sealedKeys(options.keys);
  const lines = new PassThrough();
  const dumping = dumpInto(database, lines, keys);
  const file = await open(partial, 'wx', 0o600);
  try {
    const compressed = createGzip(COMPRESSION);
    pipeline(lines, compressed).catch(() => {});
    const [dumped] = await Promise.all([dumping, writeAll(file, sealStream(key, header, compressed))]);
    const { size } = await file.stat();
    await file.close();
    await rename(partial, path);
    return { bytes: size, withKeys: keys !== null, ...dumped };
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(partial).catch(() => {});
    throw error;
  }
}

async function writeAll(file: FileHandle, parts: AsyncIterable<Buffer>): Promise<void> {
  for await (const part of parts) await file.write(part);
  await file.sync();
}

async function dumpInto(database: Database, lines: PassThrough, keys: string | null) {
  let header: DumpHeader | null = null;
  const write = async (line: string): Promise<void> => {
    if (lines.destroyed) throw new Error('The backup could not be written.');
    if (!lines.write(`${line}\n`)) await once(lines, 'drain');
  };
  try {
    await write(JSON.stringify({ kind: 'operator-keys', sealed: keys }));
    const { tables } = await database.dump(async (line) => {
      header ??= JSON.parse(line) as DumpHeader;
      await write(line);
    });
    lines.end();
    const { createdAt, migrations } = header as unknown as DumpHeader;
    return { createdAt, migrations, tables };
  } catch (error) {
    lines.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function sealedKeys({ directory, secret }: NonNullable<BackupOptions['keys']>): Promise<string> {
  const files = await readOperatorKeyFiles(directory);
  return await sealForBackup(secret, Buffer.from(JSON.stringify(files), 'utf8'));
}

export interface OpenBackup {
  /** the operator's keys, sealed; null when they were left out */
  readonly sealedKeys: string | null;
  /** of the dump, the header first; throws AssayError when the file is not what was written */
  readonly lines: AsyncIterable<string>;
}

/** Throws AssayError `backup_locked` or `backup_damaged`. */
export async function openBackup(path: string, secret: BackupSecret): Promise<OpenBackup> {
  const lines = linesOf(path, secret);
  const first = await lines.next();
  const record = first.done === true ? null : (JSON.parse(first.value) as { kind?: string; sealed?: string | null });
  if (record?.kind !== 'operator-keys') throw new AssayError('backup_damaged');
  return { sealedKeys: record.sealed ?? null, lines };
}

/** The files of the operator's keys, by name. Throws AssayError `backup_locked`, also when there are none. */
export async function openKeys({ sealedKeys }: OpenBackup, secret: BackupSecret): Promise<Record<string, string>> {
  const opened = sealedKeys === null ? null : await openFromBackup(secret, sealedKeys);
  if (opened !== null) return JSON.parse(opened.toString('utf8')) as Record<string, string>;
  const why =
    sealedKeys === null ? 'was made without the operator keys' : 'has operator keys under another passphrase or key';
  throw new AssayError('backup_locked', { detail: `The backup ${why}.` });
}

/** Reads a backup to its end and checks everything that can be checked without a database. */
export async function verifyBackup(path: string, secret: BackupSecret): Promise<Omit<BackupReport, 'bytes'>> {
  const { sealedKeys, lines } = await openBackup(path, secret);
  let header: DumpHeader | null = null;
  const reader: DumpReader = {
    header(found) {
      checkMigrations(found);
      header = found;
    },
    table() {},
    row() {},
  };
  const { tables } = await readDump(lines, reader);
  const { createdAt, migrations } = header as unknown as DumpHeader;
  return { withKeys: sealedKeys !== null, createdAt, migrations, tables };
}

async function* linesOf(path: string, secret: BackupSecret): AsyncGenerator<string> {
  const input = createReadStream(path);
  try {
    const stream = await openStream(input);
    const key = await backupKey(secret, stream.header);
    if (key === null) throw new AssayError('backup_locked');
    const unzipped = createGunzip();
    // What fails on the way shows where it is read.
    pipeline(Readable.from(stream.open(key), { objectMode: false }), unzipped).catch(() => {});
    yield* splitLines(unzipped);
  } catch (error) {
    throw failure(error);
  } finally {
    input.destroy();
  }
}

async function* splitLines(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  // Kept as bytes until a line is whole: a character may lie across two chunks, and lines may be long.
  let parts: Buffer[] = [];
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(10, start); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}

function failure(error: unknown): unknown {
  if (error instanceof SealedStreamError) {
    return new AssayError('backup_damaged', { detail: `${error.message}, at byte ${error.offset}.`, cause: error });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) return new AssayError('backup_damaged', { cause: error });
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') {
    return new AssayError('invalid_request', { detail: `The backup cannot be read (${code}).`, cause: error });
  }
  return error;
}
