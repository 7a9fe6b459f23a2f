// A built server in a process of its own, and a client that adds as little as can be.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';
import { freePort } from '../tests/services/programs.ts';

/** The bootstrap key of every server that this starts. */
export const BENCH_KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';

export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  /** milliseconds from spawning to the first ready answer */
  readonly startMs: number;
  post(path: string, body: string): Promise<{ readonly status: number; readonly text: string }>;
  /** GET with the same key */
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** resident memory of the process, threads included, in bytes */
  residentBytes(): number;
  /** by default asks it to stop; SIGKILL is the crash */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 2400; attempt++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not become ready within 120 s');
}

export interface BenchServerOptions {
  /** kept after the server stops; without one a temporary directory is made and removed */
  readonly dataDirectory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** receives what the server logs, which otherwise goes to standard error */
  readonly onLog?: (text: string) => void;
}

/** The flags of node that `npm start` gives: a memory figure without them would be of another program. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  return scripts.start.split(' ').filter((word: string) => word.startsWith('--'));
}

/** Starts `assay serve` from `dist/` on a free port and waits until it is ready. */
export async function startServer({
  dataDirectory,
  environment,
  onLog,
}: BenchServerOptions = {}): Promise<BenchServer> {
  const port = await freePort();
  const data = dataDirectory ?? mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, [...startFlags(), join(repositoryRoot, 'scripts/assay.mjs'), 'serve'], {
    env: {
      ...process.env,
      ASSAY_PORT: String(port),
      ASSAY_DATA_DIR: data,
      ASSAY_BOOTSTRAP_API_KEY: BENCH_KEY,
      ASSAY_LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'ignore', onLog === undefined ? 'inherit' : 'pipe'],
  });
  child.stderr?.on('data', (chunk: Buffer) => onLog?.(chunk.toString('utf8')));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  const client = clientOf(url);
  return {
    url,
    pid: child.pid ?? 0,
    startMs: performance.now() - started,
    post: client.post,
    get: client.get,
    residentBytes: () => residentBytes(child.pid ?? 0),
    stop: async (signal = 'SIGTERM') => {
      client.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await ended;
      if (dataDirectory === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Connections are kept and used again. */
export function clientOf(url: string): Pick<BenchServer, 'post' | 'get'> & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    post: (path, body) => send(agent, 'POST', url + path, body),
    get: (path) => send(agent, 'GET', url + path, ''),
    close: () => agent.destroy(),
  };
}

function send(agent: Agent, method: string, url: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const content =
      body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { method, agent, headers: { 'x-api-key': BENCH_KEY, ...content } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Milliseconds of processor time of a process with all its threads so far; the kernel of Linux counts hundredths of a second. */
export function processorMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
