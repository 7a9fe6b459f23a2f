// `npm run verify soak -- [--requests N] [--url URL]`: mixed requests, one in five cold; throughput, latency, the slope of memory and handles.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { appendRecord } from './record.ts';

const KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';
const PORT = '18482';
const CLIENTS = 8;
const COLD_SHARE = 0.2;
const KNOWN_FILES = 50;
/** Memory is looked at so often over the run. */
const LOOKS = 40;
/** of the second half; what is still growing then is a leak. 1 kB a request would be 100 MB in 100,000. */
const MOST_BYTES_A_REQUEST = 1000;
/** Connections of the clients come and go. */
const MOST_HANDLES_MORE = 3 * CLIENTS;

interface Look {
  readonly sent: number;
  readonly memoryBytes: number;
  readonly handles: number;
}

export async function verifySoak(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { requests: { type: 'string', default: '100000' }, url: { type: 'string' } },
  });
  const requests = Number(values.requests);
  if (!Number.isInteger(requests) || requests < 100) throw new Error('--requests must be a whole number from 100');
  const own = values.url === undefined ? await startOwn() : null;
  const url = values.url ?? `http://127.0.0.1:${PORT}`;
  try {
    const report = await soak(url, own === null ? (process.env.ASSAY_API_KEY ?? KEY) : KEY, requests);
    console.log(report.text);
    appendRecord('soak', report.text);
    if (report.faults.length > 0) throw new Error(report.faults.join('; '));
  } finally {
    await own?.stop();
  }
}

/** A file of some 60 lines with two findings, another one for each number. */
function pythonSample(number: number): string {
  const part = (index: number) =>
    `def read_${number}_${index}(rows):\n    total = 0\n    for row in rows:\n        total += row.value * ${index}\n    return total\n`;
  const unsafe = `import os\nfrom flask import request\n\ndef show_${number}():\n    os.system("ls " + request.args["path"])\n    return eval(request.args["code"])\n`;
  return [unsafe, ...Array.from({ length: 9 }, (_, index) => part(index))].join('\n');
}

async function startOwn() {
  const folder = mkdtempSync(join(tmpdir(), 'assay-soak-'));
  const flags = ['--heap-growing-percent=20', '--max-semi-space-size=4', '--wasm-lazy-compilation', '--v8-pool-size=1'];
  const child: ChildProcess = spawn(process.execPath, [...flags, join(repositoryRoot, 'scripts/assay.mjs'), 'serve'], {
    env: {
      ...process.env,
      ASSAY_PORT: PORT,
      ASSAY_DATA_DIR: folder,
      ASSAY_BOOTSTRAP_API_KEY: KEY,
      ASSAY_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = Date.now() + 180_000;
  while ((await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => null))?.status !== 200) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('the server did not start');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { stop };
}

async function soak(url: string, key: string, requests: number) {
  const looks: Look[] = [await look(url, 0)];
  const times: number[] = [];
  const wrong = new Map<number, number>();
  let sent = 0;
  const started = performance.now();
  const client = async () => {
    while (sent < requests) {
      const index = sent++;
      const isCold = (index * COLD_SHARE) % 1 < COLD_SHARE;
      const before = performance.now();
      const status = await submit(url, key, pythonSample(isCold ? KNOWN_FILES + index : index % KNOWN_FILES));
      times.push(performance.now() - before);
      if (status !== 200) wrong.set(status, (wrong.get(status) ?? 0) + 1);
      if (index % Math.ceil(requests / LOOKS) === 0) looks.push(await look(url, index));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - started) / 1000;
  looks.push(await look(url, requests));
  return reportOf(requests, seconds, times, looks, wrong);
}

async function submit(url: string, key: string, code: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/analyze`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ code, context: { path: 'app.py' } }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function look(url: string, sent: number): Promise<Look> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { sent, memoryBytes: value('process_resident_memory_bytes'), handles: value('process_open_fds') };
}

function reportOf(
  requests: number,
  seconds: number,
  times: number[],
  looks: readonly Look[],
  wrong: ReadonlyMap<number, number>,
) {
  times.sort((left, right) => left - right);
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
  const second = looks.filter(({ sent }) => sent >= requests / 2);
  const slope = slopeOf(second);
  // From the middle on: what is opened at the first requests (connections, statements) stays open, and is no leak.
  const handles = (looks.at(-1)?.handles ?? 0) - (second[0]?.handles ?? 0);
  const megabytes = (index: number) => ((looks.at(index)?.memoryBytes ?? 0) / 1e6).toFixed(0);
  const failures = [...wrong].map(([status, count]) => `${count} × ${status}`).join(', ') || 'none';
  const text =
    `${requests} requests, ${COLD_SHARE * 100} % cold, ${CLIENTS} clients: ${(requests / seconds).toFixed(0)} a second, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ` +
    `p99 ${at(0.99)} ms; other answers than 200: ${failures}. Memory ${megabytes(0)} MB at the start, ${megabytes(Math.floor(looks.length / 2))} in the middle, ` +
    `${megabytes(-1)} at the end; slope of the second half ${slope.toFixed(0)} bytes a request. Open handles from the middle to the end ${handles >= 0 ? '+' : ''}${handles}.`;
  const faults = [
    ...(wrong.size > 0 ? [`other answers than 200: ${failures}`] : []),
    ...(slope > MOST_BYTES_A_REQUEST && requests >= 50_000
      ? [`memory grows by ${slope.toFixed(0)} bytes a request`]
      : []),
    ...(handles > MOST_HANDLES_MORE ? [`${handles} handles more at the end than in the middle`] : []),
  ];
  return { text, faults };
}

/** Least squares: bytes a request. */
function slopeOf(looks: readonly Look[]): number {
  const mean = (value: (look: Look) => number) => looks.reduce((sum, one) => sum + value(one), 0) / looks.length;
  const [x, y] = [mean(({ sent }) => sent), mean(({ memoryBytes }) => memoryBytes)];
  const top = looks.reduce((sum, { sent, memoryBytes }) => sum + (sent - x) * (memoryBytes - y), 0);
  const bottom = looks.reduce((sum, { sent }) => sum + (sent - x) ** 2, 0);
  return bottom === 0 ? 0 : top / bottom;
}
