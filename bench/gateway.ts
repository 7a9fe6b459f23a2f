// What the gateway costs: a cached answer through the whole stack, next to a bare fastify route that answers the same bytes,
// in turns and in the same run. Each is a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/repository-root.ts';
import { distinctFiles } from './samples.ts';
import { clientOf, processorMsOf, startServer } from './server.ts';
import { median, printTable } from './statistics.ts';

const TURNS = 10;
const REQUESTS_A_TURN = 300;
const CLIENTS = 16;
const LOAD_REQUESTS = 2000;
const PATH = '/api/v1/analyze';

interface Subject {
  readonly name: string;
  readonly pid: number;
  readonly post: (path: string, body: string) => Promise<{ readonly status: number; readonly text: string }>;
  readonly milliseconds: number[];
  readonly perSecond: number[];
  readonly cpuPerRequest: number[];
}

const subject = (name: string, pid: number, post: Subject['post']): Subject => {
  return { name, pid, post, milliseconds: [], perSecond: [], cpuPerRequest: [] };
};

/** Prints p50 with one client, requests a second with sixteen, and processor time a request, of both and as ratios. */
export async function benchGateway(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bare-'));
  const server = await startServer({ environment: { ASSAY_RATE_LIMIT: '100000000' } });
  let bare: ChildProcess | null = null;
  try {
    const [file] = distinctFiles(1, 40);
    const body = JSON.stringify({ code: file?.code, language: 'python' });
    await server.post(PATH, body);
    const cached = await server.post(PATH, body);
    if (!cached.text.includes('"cached":true')) throw new Error('the answer did not come from the cache');
    writeFileSync(join(folder, 'answer.json'), cached.text);
    const started = await startBare(join(folder, 'answer.json'));
    bare = started.child;
    const client = clientOf(`http://127.0.0.1:${started.port}`);
    const subjects = [
      subject('bare fastify', bare.pid ?? 0, client.post),
      subject('cached answer', server.pid, server.post),
    ];
    for (let turn = -1; turn < TURNS; turn++) for (const each of subjects) await measure(each, body, turn >= 0);
    client.close();
    console.log(`body ${body.length} bytes, answer ${cached.text.length} bytes`);
    report(subjects);
  } finally {
    bare?.kill();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startBare(answer: string): Promise<{ child: ChildProcess; port: number }> {
  const program = join(repositoryRoot, 'bench/bare-server.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program, answer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(Number(chunk)));
    child.once('exit', () => reject(new Error('the bare server ended')));
  });
  return { child, port };
}

async function measure(subject: Subject, body: string, counts: boolean): Promise<void> {
  const ask = async () => {
    const { status } = await subject.post(PATH, body);
    if (status !== 200) throw new Error(`${subject.name}: HTTP ${status}`);
  };
  const milliseconds: number[] = [];
  for (let request = 0; request < REQUESTS_A_TURN; request++) {
    const started = performance.now();
    await ask();
    milliseconds.push(performance.now() - started);
  }
  const cpuBefore = processorMsOf(subject.pid);
  const started = performance.now();
  let next = 0;
  const client = async () => {
    while (next++ < LOAD_REQUESTS) await ask();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - started) / 1000;
  if (!counts) return;
  subject.milliseconds.push(...milliseconds);
  subject.perSecond.push(LOAD_REQUESTS / seconds);
  subject.cpuPerRequest.push((processorMsOf(subject.pid) - cpuBefore) / LOAD_REQUESTS);
}

function report([bare, cached]: readonly Subject[]): void {
  if (bare === undefined || cached === undefined) return;
  const row = ({ name, milliseconds, perSecond, cpuPerRequest }: Subject) => [
    name,
    median(milliseconds).toFixed(3),
    median(perSecond).toFixed(0),
    median(cpuPerRequest).toFixed(3),
  ];
  const ratio = (values: (subject: Subject) => readonly number[]) =>
    (median(values(cached)) / median(values(bare))).toFixed(2);
  printTable(
    ['', 'p50 ms', 'requests/s', 'CPU ms a request'],
    [
      row(bare),
      row(cached),
      ['ratio', ratio((one) => one.milliseconds), ratio((one) => one.perSecond), ratio((one) => one.cpuPerRequest)],
    ],
  );
  console.log(
    `added by the whole stack, p50: ${(median(cached.milliseconds) - median(bare.milliseconds)).toFixed(3)} ms`,
  );
}
