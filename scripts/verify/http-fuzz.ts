// `npm run verify http-fuzz [-- --requests N --seed N]`: malformed, oversized, truncated and hostile requests against a built server.
// No answer may be a failure of the server, no rejection unhandled, and its memory stays flat.

import { type BenchServer, startServer } from '../../bench/server.ts';
import { median } from '../../bench/statistics.ts';
import { type Operation, operationsOf } from './http-fuzz/documented-requests.ts';
import { fuzzHttp } from './http-fuzz/http-fuzzing.ts';
import { appendRecord } from './record.ts';

const DEFAULT_REQUESTS = 10_000;
const UNLIMITED = '100000000';
const MEBIBYTE = 1_048_576;
/** The server warms up and fills its cache first; from then on what it needs stays within this. */
const MOST_GROWTH = 1.25;

export async function verifyHttpFuzz(args: readonly string[]): Promise<void> {
  const option = (name: string, fallback: number) => Number(args[args.indexOf(name) + 1] || fallback);
  const requests = args.includes('--requests') ? option('--requests', DEFAULT_REQUESTS) : DEFAULT_REQUESTS;
  const seed = args.includes('--seed') ? option('--seed', 1) : 1;
  const log: string[] = [];
  const server = await startServer({
    environment: {
      ASSAY_RATE_LIMIT: UNLIMITED,
      ASSAY_TENANT_RATE_LIMIT: UNLIMITED,
      ASSAY_ADDRESS_RATE_LIMIT: UNLIMITED,
      ASSAY_CACHE_MB: '4',
    },
    onLog: (text) => log.push(text),
  });
  try {
    const { hostname, port } = new URL(server.url);
    const target = { hostname, port: Number(port), key: await newKey(server), operations: await operations(server) };
    const memory: number[] = [];
    const { statuses, faults } = await fuzzHttp(target, seed, requests, (done) => {
      if (done % 50 === 0) memory.push(server.residentBytes());
      if (done % 1000 === 0) console.log(`${done} requests, ${Math.round(server.residentBytes() / MEBIBYTE)} MiB`);
    });
    const lines = log.join('').split('\n');
    const unhandled = lines.filter((line) => /unhandled rejection|unexpected error|uncaught/i.test(line));
    const warm = median(memory.slice(Math.floor(memory.length * 0.4), Math.floor(memory.length * 0.6)));
    const last = median(memory.slice(Math.floor(memory.length * 0.9)));
    const text =
      `${requests} requests, seed ${seed}, ${target.operations.length} operations: ${faults.length} failures of the server, ` +
      `${unhandled.length} unhandled or unexpected errors. Answers: ${describe(statuses)}. Resident memory ` +
      `${Math.round(warm / MEBIBYTE)} MiB in the middle, ${Math.round(last / MEBIBYTE)} MiB at the end.`;
    console.log(text);
    for (const fault of faults.slice(0, 5)) console.log(JSON.stringify(fault, null, 2));
    for (const line of unhandled.slice(0, 5)) console.log(line);
    if (faults.length > 0 || unhandled.length > 0)
      throw new Error(`${faults.length} failures, ${unhandled.length} errors`);
    if (last > warm * MOST_GROWTH) throw new Error('memory grows');
    if ((await server.get('/readyz')).status !== 200) throw new Error('the server is not ready afterwards');
    appendRecord('http-fuzz', text);
  } finally {
    await server.stop();
  }
}

async function newKey(server: BenchServer): Promise<string> {
  return JSON.parse((await server.post('/api/v1/tenants', JSON.stringify({ name: 'fuzzed' }))).text).api_key;
}

async function operations(server: BenchServer): Promise<Operation[]> {
  return operationsOf(JSON.parse((await server.get('/api/openapi.json')).text));
}

function describe(statuses: ReadonlyMap<number, number>): string {
  const sorted = [...statuses].sort(([left], [right]) => left - right);
  return sorted.map(([status, count]) => `${status === 0 ? 'closed' : status} ${count}`).join(', ');
}
