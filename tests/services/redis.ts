// A real Redis for tests: its own server on a free port, nothing on disk, gone afterwards.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { end, findProgram, freePort, readyOrEnded } from './programs.ts';
import { missingServer } from './required.ts';

export interface RedisServer {
  readonly url: string;
  /** lets it hang without closing its connections */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
  /** starts it again, empty, after `stop` */
  start(): Promise<void>;
}

const program = findProgram('redis-server') ?? findProgram('valkey-server');

/** null when Redis is installed, otherwise a sentence how to install it, for the name of what is skipped. */
export const redisMissing: string | null = program === null ? missingServer('Redis', 'redis-server') : null;

export async function startRedis(): Promise<RedisServer> {
  if (program === null) throw new Error(redisMissing ?? '');
  const port = await freePort();
  const parameters = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const launch = async () => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    return await readyOrEnded(child, () => ping(port));
  };
  let server = await launch();
  return {
    url: `redis://127.0.0.1:${port}`,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async stop() {
      server.kill('SIGCONT');
      await end(server, 'SIGKILL');
    },
    async start() {
      server = await launch();
    },
  };
}

function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
