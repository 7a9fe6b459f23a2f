// The embedded PostgreSQL of a data directory: locked, initialised once, started again when its thread dies.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { entryPoint } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import type { DatabaseLogger } from '../database.ts';
import { DatabaseThread, EmbeddedDatabaseError } from './database-thread.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { ThreadStream } from './thread-stream.ts';

const run = promisify(execFile);
const FILES = 'postgres';
const INITIALISING = 'postgres-initialising';
const EMBEDDED_MAJOR_VERSION = '18';
const RESTART_PAUSE_MS = 2000;
/** nobody waits for what is read from a copy */
export const COPY_ANSWER_TIMEOUT_MS = 120_000;

export interface EmbeddedPostgres {
  /** a new connection for pg, in place of a socket; only one at a time */
  connect(): Duplex;
  /** a copy of the files as they are; no transaction may be open meanwhile */
  copyFiles(directory: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts PostgreSQL on `<dataDirectory>/postgres`, making it when there is none. `answerTimeoutMs` is how long one
 * message may take before the thread is given up and started anew. Throws AssayError `data_directory_locked`,
 * `data_directory_corrupt`, `storage_full`.
 */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  answerTimeoutMs: number,
  logger?: DatabaseLogger,
): Promise<EmbeddedPostgres> {
  const lock = await lockDirectory(dataDirectory);
  try {
    const directory = join(dataDirectory, FILES);
    await prepareFiles(dataDirectory, directory);
    const start = () => startThread(directory, answerTimeoutMs);
    return serve(await start(), start, lock, logger);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function serve(
  first: DatabaseThread,
  start: () => Promise<DatabaseThread>,
  lock: DirectoryLock,
  logger: DatabaseLogger | undefined,
): EmbeddedPostgres {
  let current = Promise.resolve(first);
  let mayRestartAt = 0;
  let closed = false;
  const restart = async (): Promise<DatabaseThread> => {
    logger?.warn({}, 'The database thread had ended; starting it again.');
    mayRestartAt = Number.POSITIVE_INFINITY;
    try {
      return await start();
    } finally {
      // While the reason lasts (a full disk), each start costs a second of work and ends the same way.
      mayRestartAt = Date.now() + RESTART_PAUSE_MS;
    }
  };
  const running = async (): Promise<DatabaseThread> => {
    if (closed) throw new Error('Connection terminated: the database is closed.');
    const isRunning = await current.then(
      (thread) => thread.running,
      () => false,
    );
    if (!isRunning && Date.now() >= mayRestartAt) current = restart();
    const thread = await current;
    if (!thread.running) throw new Error('The embedded database stopped and is started again in a moment.');
    return thread;
  };
  return {
    connect: () => new ThreadStream(running),
    copyFiles: async (directory) => await (await running()).copyFiles(directory),
    async close() {
      closed = true;
      await current.then((thread) => thread.close()).catch(() => {});
      await lock.release();
    },
  };
}

/** PostgreSQL on files that `copyFiles` made: nobody else knows them, so there is no lock. */
export async function startPostgresCopy(directory: string): Promise<Pick<EmbeddedPostgres, 'connect' | 'close'>> {
  const thread = await startThread(directory, COPY_ANSWER_TIMEOUT_MS);
  return { connect: () => new ThreadStream(async () => thread), close: () => thread.close() };
}

async function startThread(directory: string, answerTimeoutMs: number): Promise<DatabaseThread> {
  try {
    return await DatabaseThread.start({ directory }, answerTimeoutMs);
  } catch (error) {
    throw startFailure(error);
  }
}

/** Leaves a whole database in the directory, or throws: files that are there are never initialised over. */
async function prepareFiles(dataDirectory: string, directory: string): Promise<void> {
  const marker = join(dataDirectory, INITIALISING);
  // The marker is there from before the first file until after the last: what lies there was never used.
  if (existsSync(marker)) await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const names = await readdir(directory);
  if (names.length > 0) return await refuseDamaged(directory, names);
  await writeFile(marker, '');
  const { url, nodeArguments } = entryPoint('initialise-process', import.meta.url);
  try {
    // Our environment, secrets and all, is not for it.
    await run(process.execPath, [...nodeArguments, fileURLToPath(url), directory], { env: {} });
  } catch (error) {
    const log = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new AssayError(noSpaceLeft(log) ? 'storage_full' : 'storage_unavailable', {
      detail: 'The embedded database could not be made in the data directory.',
      cause: new EmbeddedDatabaseError('initdb failed', log),
    });
  }
  await rm(marker);
}

async function refuseDamaged(directory: string, names: readonly string[]): Promise<void> {
  const missing = ['PG_VERSION', 'base', 'global', 'pg_wal', 'pg_xact'].filter((name) => !names.includes(name));
  if (missing.length > 0) throw corrupt(`its database files lack ${missing.join(', ')}`);
  const version = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
  if (!/^\d+$/.test(version)) throw corrupt('its PG_VERSION is not a version');
  if (version !== EMBEDDED_MAJOR_VERSION) {
    throw corrupt(`it was made by PostgreSQL ${version}, and this Assay brings ${EMBEDDED_MAJOR_VERSION}`);
  }
}

function startFailure(error: unknown): unknown {
  if (!(error instanceof EmbeddedDatabaseError)) return error;
  if (noSpaceLeft(error.log)) return new AssayError('storage_full', { cause: error });
  return corrupt('the database does not start from its files', error);
}

const noSpaceLeft = (log: string) => /no space left|ENOSPC/i.test(log);

function corrupt(why: string, cause?: unknown): AssayError {
  return new AssayError('data_directory_corrupt', {
    detail:
      `The data directory cannot be opened: ${why}. Restore it from a backup, or start with another ASSAY_DATA_DIR; ` +
      'nothing in it was changed.',
    cause,
  });
}
