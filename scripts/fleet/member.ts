// One process of the fleet: a role on a port of its own, that can be killed, drained, held and started again.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { collectOutput, end } from '../../tests/services/programs.ts';
import { repositoryRoot } from '../repository-root.ts';

export interface Member {
  /** e.g. `api-2` */
  readonly name: string;
  readonly address: string;
  /** Resolves when it answers that it is ready; throws what it printed when it ends before. */
  start(): Promise<void>;
  /** Starts the process without waiting until it is ready. */
  spawn(): void;
  /** SIGKILL, as if its machine had lost power */
  kill(): Promise<void>;
  /** SIGTERM: what is under way is finished first */
  drain(): Promise<void>;
  /** The same, and it is not started again. */
  retire(): Promise<void>;
  /** It hangs, with its connections open. */
  hold(): void;
  release(): void;
  /** the last of what it logged */
  output(): string;
  /** it was started and is not there any more */
  hasEnded(): boolean;
}

export interface MemberOptions {
  readonly name: string;
  /** without it, every role in this one process */
  readonly role?: string;
  /** the address on loopback that it listens on */
  readonly host?: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** the only processor that it may run on, as in a container that is limited to one (with `taskset`, on Linux) */
  readonly processor?: number;
}

/** For one that hangs; one that ends says so at once. */
const READY_MS = 600_000;

export function createMember(options: MemberOptions): Member {
  const { name, role, host = '127.0.0.1', port, dataDirectory, environment, processor } = options;
  const address = `http://${host}:${port}`;
  let child: ChildProcess | null = null;
  let output = () => '';
  let isRetired = false;
  const begin = () => {
    if (isRetired) throw new Error(`${name} is not started again.`);
    const entry = [join(repositoryRoot, 'scripts/assay.mjs'), 'serve', ...(role === undefined ? [] : ['--role', role])];
    const own = {
      ASSAY_DATA_DIR: dataDirectory,
      ASSAY_HOST: host,
      ASSAY_PORT: String(port),
      OTEL_SERVICE_NAME: `assay-${name}`,
    };
    const command = [
      ...(processor === undefined ? [] : ['taskset', '-c', String(processor)]),
      process.execPath,
      ...entry,
    ];
    child = spawn(command[0] ?? '', command.slice(1), {
      env: { ...process.env, ...environment, ...own },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    output = collectOutput(child);
    return child;
  };
  const isGone = (process: ChildProcess | null) =>
    process !== null && (process.exitCode ?? process.signalCode) !== null;
  const stop = async (signal: NodeJS.Signals) => {
    if (child === null) return;
    child.kill('SIGCONT');
    await end(child, signal);
    child = null;
  };
  return {
    name,
    address,
    spawn: () => void (child ?? begin()),
    async start() {
      const running = child ?? begin();
      const deadline = Date.now() + READY_MS;
      while ((await fetch(`${address}/readyz`).catch(() => null))?.status !== 200) {
        if (isGone(running) || Date.now() > deadline) throw new Error(`${name} did not start: ${output()}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    kill: () => stop('SIGKILL'),
    drain: () => stop('SIGTERM'),
    async retire() {
      isRetired = true;
      await stop('SIGTERM');
    },
    hold: () => void child?.kill('SIGSTOP'),
    release: () => void child?.kill('SIGCONT'),
    output: () => output(),
    hasEnded: () => isGone(child),
  };
}
