// Latency and throughput through HTTP on loopback: cold (no cache can help) and cached.
import { distinctFiles } from './samples.ts';
import { type BenchServer, startServer } from './server.ts';
import { percentile, printTable } from './statistics.ts';

const COLD = 600;
const CACHED = 5_000;
const CLIENTS = 16;

async function latencies(server: BenchServer, bodies: readonly string[]): Promise<number[]> {
  const samples: number[] = [];
  for (const body of bodies) {
    const started = performance.now();
    const { status, text } = await server.post('/api/v1/analyze', body);
    samples.push(performance.now() - started);
    if (status !== 200) throw new Error(`HTTP ${status}: ${text.slice(0, 200)}`);
  }
  return samples;
}

async function throughput(server: BenchServer, bodies: readonly string[]): Promise<number> {
  const started = performance.now();
  let next = 0;
  const client = async () => {
    while (next < bodies.length) await server.post('/api/v1/analyze', bodies[next++]);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (bodies.length / (performance.now() - started)) * 1000;
}

const row = (name: string, samples: readonly number[], perSecond: number) => [
  name,
  String(samples.length),
  ...[0.5, 0.95, 0.99].map((q) => percentile(samples, q).toFixed(2)),
  perSecond.toFixed(0),
];

/** Prints p50, p95, p99 in milliseconds with one client, and requests a second with sixteen. */
export async function benchHttp(): Promise<void> {
  const server = await startServer();
  try {
    const files = distinctFiles(COLD * 2, 200).map(({ code, path }) =>
      JSON.stringify({ code, language: 'python', context: { path } }),
    );
    await latencies(
      server,
      distinctFiles(30, 120).map(({ code }) => JSON.stringify({ code, language: 'python' })),
    );
    const cold = await latencies(server, files.slice(0, COLD));
    const coldRate = await throughput(server, files.slice(COLD));
    const same = Array.from({ length: CACHED }, (_, index) => files[index % 20]);
    await latencies(server, same.slice(0, 500));
    const cached = await latencies(server, same);
    const cachedRate = await throughput(server, same);
    console.log(`start to ready: ${server.startMs.toFixed(0)} ms`);
    printTable(
      ['request', 'n', 'p50 ms', 'p95 ms', 'p99 ms', 'requests/s'],
      [row('cold, 200 lines', cold, coldRate), row('cached', cached, cachedRate)],
    );
  } finally {
    await server.stop();
  }
}
