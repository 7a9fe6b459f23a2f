// One process at a time on a data directory: the embedded database has no lock of its own, and two writers lose rows.
// A lock is a file `lock-<n>`; taking over a dead one means creating `lock-<n+1>`, which only one process can.
import { randomInt } from 'node:crypto';
import { mkdir, open, readdir, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssayError } from '../../errors.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** The owner touches its file this often; who cannot see the owner's process watches for that. */
const HEARTBEAT_MS = 2000;
const WATCHED_HEARTBEATS = 4;
const MAX_ATTEMPTS = 20;

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the directory, or throws AssayError `data_directory_locked`, naming the process that has it. The lock of a dead
 * process is taken over; that of a live one never is. Where process ids cannot be compared (another container or host
 * on the same volume) the owner counts as alive while its heartbeat goes on.
 */
export async function lockDirectory(directory: string, heartbeatMs: number = HEARTBEAT_MS): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const self = await ownIdentity();
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await lockNumbers(directory);
    await refuseIfAnyAlive(directory, before, heartbeatMs);
    const mine = Math.max(0, ...before) + 1;
    if (!(await create(pathOf(directory, mine), self))) continue;
    const others = (await lockNumbers(directory)).filter((number) => number !== mine);
    // Someone came in between: both may step back, so wait for a random time before trying again.
    if (others.some((number) => number > mine) || (await anyAlive(directory, others, heartbeatMs)) !== null) {
      await unlink(pathOf(directory, mine));
      await sleep(randomInt(10, 100));
      continue;
    }
    await Promise.all(others.map((number) => removeIfThere(pathOf(directory, number))));
    return holdLock(pathOf(directory, mine), heartbeatMs);
  }
  throw new AssayError('data_directory_locked', {
    detail: 'Several processes are starting on this data directory at once; start only one.',
  });
}

/** Whether a process has the directory, as `lockDirectory` would see it; takes nothing. */
export async function isDataDirectoryInUse(directory: string, heartbeatMs: number = HEARTBEAT_MS): Promise<boolean> {
  try {
    return (await anyAlive(directory, await lockNumbers(directory), heartbeatMs)) !== null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function holdLock(path: string, heartbeatMs: number): DirectoryLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, heartbeatMs);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      await removeIfThere(path);
    },
  };
}

async function refuseIfAnyAlive(directory: string, numbers: readonly number[], heartbeatMs: number): Promise<void> {
  const owner = await anyAlive(directory, numbers, heartbeatMs);
  if (owner === null) return;
  throw new AssayError('data_directory_locked', {
    detail:
      `Another Assay (${owner === 'unknown' ? 'just starting' : `process ${owner.pid}`}) is already running on this data ` +
      'directory; stop it first, or choose another directory with ASSAY_DATA_DIR.',
  });
}

async function anyAlive(
  directory: string,
  numbers: readonly number[],
  heartbeatMs: number,
): Promise<ProcessIdentity | 'unknown' | null> {
  for (const number of numbers) {
    const path = pathOf(directory, number);
    const owner = await readOwner(path);
    const alive = owner === null ? null : await isAlive(owner);
    if (alive ?? (await beats(path, heartbeatMs))) return owner ?? 'unknown';
  }
  return null;
}

/** Watches the file for a while: whether its owner touches it. */
async function beats(path: string, heartbeatMs: number): Promise<boolean> {
  const first = await modified(path);
  const step = heartbeatMs / 4;
  for (let waited = 0; waited < WATCHED_HEARTBEATS * heartbeatMs && first !== null; waited += step) {
    await sleep(step);
    const now = await modified(path);
    if (now !== first) return now !== null;
  }
  return false;
}

async function modified(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return null;
  }
}

async function create(path: string, owner: ProcessIdentity): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(owner)}\n`);
    } catch (error) {
      await removeIfThere(path);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** null for a file that vanished or that its owner has not finished writing, or never did */
async function readOwner(path: string): Promise<ProcessIdentity | null> {
  try {
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isIdentity(owner) ? owner : null;
  } catch {
    return null;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    'started' in value &&
    typeof value.started === 'string' &&
    'space' in value &&
    typeof value.space === 'string'
  );
}

async function lockNumbers(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.map((name) => Number(/^lock-(\d{1,9})$/.exec(name)?.[1] ?? 0)).filter((number) => number > 0);
}

const pathOf = (directory: string, number: number) => join(directory, `lock-${number}`);

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
