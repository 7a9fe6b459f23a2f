// Tells processes apart beyond their ids, which are used again: by when they started and where the id counts.
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEAD = 'dead';

export interface ProcessIdentity {
  readonly pid: number;
  /** as the system tells it, only to be compared; empty when it does not tell */
  readonly started: string;
  /** where this pid means this process: boot and pid namespace, or the host's name */
  readonly space: string;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, started: (await startTime(process.pid)) ?? '', space: await pidSpace() };
}

/** Whether the process still runs; null when this process cannot know, since its pids are others (a container, a host). */
export async function isAlive(identity: ProcessIdentity): Promise<boolean | null> {
  if (identity.space !== (await pidSpace())) return null;
  if (!pidExists(identity.pid)) return false;
  const started = await startTime(identity.pid);
  if (started === DEAD) return false;
  return identity.started === '' || started === null || started === identity.started;
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not permitted means that it is there, as another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Linux: clock ticks since boot, field 22 of proc(5) stat. Elsewhere what ps says. Null when neither answers. */
async function startTime(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command, in parentheses, may hold spaces and parentheses itself.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is dead; only its parent has not noticed yet.
    return state === 'Z' || state === 'X' ? DEAD : (rest[18] ?? null);
  } catch {
    if (process.platform === 'linux' || process.platform === 'win32') return null;
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C', TZ: 'UTC' } });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

async function pidSpace(): Promise<string> {
  try {
    const [boot, namespace] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
    ]);
    return `${boot.trim()} ${namespace}`;
  } catch {
    return hostname();
  }
}
