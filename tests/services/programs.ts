// Finding and running servers for tests: programs, free ports, processes that end with the test.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** The path of a program in PATH or in one of these folders, or null. */
export function findProgram(name: string, folders: readonly string[] = []): string | null {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...folders, ...path]) {
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // not here
    }
  }
  return null;
}

/** Folders named by numbers, the highest first, each followed by `inside`. */
export function versionedFolders(parent: string, inside: string): string[] {
  try {
    const versions = readdirSync(parent).filter((name) => /^\d+$/.test(name));
    return versions.sort((left, right) => Number(right) - Number(left)).map((name) => join(parent, name, inside));
  } catch {
    return [];
  }
}

/** Below those that the system gives by itself to whoever connects or asks for any: nobody else comes by one meanwhile. */
const PORTS = { first: 12_000, last: 31_999 } as const;
/** Each process tries those of its own share first, so that two that look at the same time do not choose the same. */
const SHARES = 50;
const given = new Set<number>();

/** A TCP port of this machine that is free, and stays so for a server that is stopped and started again. */
export async function freePort(): Promise<number> {
  const size = (PORTS.last - PORTS.first + 1) / SHARES;
  const start = (process.pid % SHARES) * size + Math.floor(Math.random() * size);
  for (let step = 0; step < size * SHARES; step++) {
    const port = PORTS.first + ((start + step) % (size * SHARES));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error('No free port.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!(await listens)) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** Runs a program to its end; throws what it printed when it fails. */
export async function run(program: string, parameters: readonly string[], options: SpawnOptions = {}): Promise<void> {
  const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collectOutput(child);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output()}`);
}

/** It ends at once when the server does; this is for one that hangs. */
const SLOWEST_START_MS = 180_000;

/** Tries until it works; throws the last error, with what the server printed, after `timeoutMs` or when it has ended. */
export async function untilReady(
  child: ChildProcess,
  output: () => string,
  attempt: () => Promise<void>,
  timeoutMs = SLOWEST_START_MS,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline || child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The server did not start: ${output()}`, { cause: error });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** A server that has just been started, once it answers; one that does not is ended, and what it printed is thrown. */
export async function readyOrEnded(child: ChildProcess, attempt: () => Promise<void>): Promise<ChildProcess> {
  try {
    await untilReady(child, collectOutput(child), attempt);
    return child;
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
}

/** The last of what the child printed. */
export function collectOutput(child: ChildProcess, characters = 4000): () => string {
  let text = '';
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-characters);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

/** Ends a child and waits for it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
