// A real RabbitMQ for tests: its own node on free ports, with its own Erlang port mapper, cookie and folder, gone afterwards.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectOutput, end, findProgram, freePort, untilReady } from './programs.ts';
import { missingServer } from './required.ts';

export interface RabbitmqServer {
  readonly url: string;
  /** lets it hang without closing its connections */
  pause(): void;
  resume(): void;
  /** as `kill -9` does */
  kill(): Promise<void>;
  /** starts it again, with what it had, after `kill` */
  start(): Promise<void>;
  /** ends it and deletes what it had */
  remove(): Promise<void>;
}

/** What Debian puts into the path insists on a user of its own; what it calls does not. */
function findServer(): string | null {
  const library = '/usr/lib/rabbitmq/lib';
  let versions: string[] = [];
  try {
    versions = readdirSync(library).map((version) => join(library, version, 'sbin'));
  } catch {
    // not Debian's
  }
  return findProgram('rabbitmq-server', [...versions, '/usr/local/sbin', '/opt/homebrew/sbin']);
}

const program = findServer();

/** null when RabbitMQ is installed, otherwise a sentence how to install it, for the name of what is skipped. */
export const rabbitmqMissing: string | null =
  program === null ? missingServer('RabbitMQ', '--no-install-recommends rabbitmq-server') : null;

export interface RabbitmqOptions {
  /** it takes back what is worked on for longer, as it does after 30 minutes by itself */
  readonly workedOnMs?: number;
}

/** Throws when it does not start; nothing is left of it then. */
export async function startRabbitmq({ workedOnMs }: RabbitmqOptions = {}): Promise<RabbitmqServer> {
  if (program === null) throw new Error(rabbitmqMissing ?? '');
  const directory = mkdtempSync(join(tmpdir(), 'assay-rabbitmq-'));
  const [port, distribution, mapper] = [await freePort(), await freePort(), await freePort()];
  writeFileSync(join(directory, '.erlang.cookie'), randomBytes(16).toString('hex'), { mode: 0o400 });
  writeFileSync(
    join(directory, 'rabbitmq.conf'),
    `listeners.tcp.1 = 127.0.0.1:${port}\nloopback_users = none\nlog.file = false\nlog.console = true\nlog.console.level = warning\n`,
  );
  writeFileSync(join(directory, 'enabled_plugins'), '[].\n');
  const impatience =
    workedOnMs === undefined ? '' : ` -rabbit consumer_timeout ${workedOnMs} -rabbit channel_tick_interval 500`;
  const environment = {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: directory,
    ERL_EPMD_PORT: String(mapper),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // It may be ended although it has not heard yet that its node is gone.
    ERL_EPMD_RELAXED_COMMAND_CHECK: '1',
    RABBITMQ_NODENAME: `assay${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'),
    RABBITMQ_LOG_BASE: directory,
    RABBITMQ_CONFIG_FILE: join(directory, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(directory, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(directory, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(directory, 'pid'),
    // One scheduler each: tests run side by side on few cores.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none${impatience}`,
  };
  const launch = async () => {
    // A group of its own, so that the whole of it can be killed: the script, Erlang, and Erlang's helpers.
    const child = spawn(program, [], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    try {
      await untilReady(child, collectOutput(child), () => greets(port));
    } catch (error) {
      await endGroup(child);
      throw error;
    }
    return child;
  };
  const forget = () => {
    stopMapper(environment);
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  let removed = false;
  let server = await launch().catch((error: unknown) => {
    forget();
    throw error;
  });
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    pause: () => signalGroup(server, 'SIGSTOP'),
    resume: () => signalGroup(server, 'SIGCONT'),
    kill: () => endGroup(server),
    async start() {
      if (removed) throw new Error('RabbitMQ has been removed.');
      server = await launch();
    },
    async remove() {
      removed = true;
      await endGroup(server);
      forget();
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // gone already
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGCONT');
  signalGroup(child, 'SIGKILL');
  await end(child, 'SIGKILL');
}

/** The mapper is a daemon: it left the group. It is known by its port. */
function stopMapper(environment: NodeJS.ProcessEnv): void {
  const mapper = findProgram('epmd');
  if (mapper === null) return;
  try {
    execFileSync(mapper, ['-kill'], { env: environment, stdio: 'ignore' });
  } catch {
    // gone already
  }
}

/** A broker that is up refuses what is not AMQP by saying which AMQP it speaks. */
function greets(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('not AMQP'));
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}
