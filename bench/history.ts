// What a long history costs: questions about it through HTTP, and new analyses, beside few rows and beside very many.
import { readdirSync, readFileSync } from 'node:fs';
import { openDatabase } from '../src/database-service/index.ts';
import { analyzeTables, loadHistory } from '../src/database-service/testing/loaded-history.ts';
import { postgresqlMissing, startPostgresql } from '../tests/services/postgresql.ts';
import { distinctFiles } from './samples.ts';
import { type BenchServer, startServer } from './server.ts';
import { median, percentile, printTable } from './statistics.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const REPEATS = 40;
const ANALYSES = 300;
const GOAL_MS = 50;

const QUESTIONS: readonly string[] = [
  'analyses?limit=50',
  'analyses?limit=50&repository=repository-3',
  'analyses?limit=50&project=project-2',
  'analyses?limit=50&path=src/part-7/',
  'analyses?limit=50&language=go',
  'analyses?limit=50&severity=critical',
  'analyses?limit=50&rule=rule-17',
  'analyses?limit=50&cwe=CWE-17',
  'analyses?limit=50&q=file-77',
  'issues?limit=50',
  'issues?limit=50&state=open&sort=gravest',
  'issues?limit=50&rule=rule-17',
  'issues?limit=50&cwe=CWE-17',
  'issues?limit=50&repository=repository-3',
  'issues?limit=50&path=src/part-7/',
  'issues?limit=50&q=query%20file-7',
];

/** Prints times of each question with few and with many rows, and the processor time of an analysis at both. `rows`: default 1,000,000. */
export async function benchHistory(rows: string | null): Promise<void> {
  if (postgresqlMissing !== null) {
    console.log(`skipped: ${postgresqlMissing}`);
    return;
  }
  const many = Number(rows ?? MANY);
  const postgresql = await startPostgresql();
  const url = await postgresql.createDatabase();
  const server = await startServer({ environment: { DATABASE_URL: url } });
  try {
    const tenant = await tenantOf(server);
    const load = async (from: number, to: number) => {
      const database = await openDatabase({ url, dataDirectory: '', statementTimeoutMs: 600_000 });
      await loadHistory(database, tenant, to, from);
      await analyzeTables(database, tenant);
      await database.close();
    };
    const port = Number(new URL(url).port);
    // A server that has just started compiles while it runs.
    for (const warmUp of ['a', 'b', 'c']) await analyses(server, warmUp);
    await load(0, FEW);
    const few = { times: await answerTimes(server), cost: await costOfAnalysis(server, port, 'few') };
    const started = performance.now();
    await load(FEW, many);
    console.log(`${many} analyses loaded in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    const full = { times: await answerTimes(server), cost: await costOfAnalysis(server, port, 'many') };
    print(few.times, full.times);
    const ratio = full.cost / few.cost;
    console.log(
      `processor time of an analysis, server and database: ${few.cost.toFixed(1)} ms beside ${FEW} rows, ` +
        `${full.cost.toFixed(1)} ms beside ${many}: ratio ${ratio.toFixed(2)} (goal 0.9 to 1.1)`,
    );
  } finally {
    await server.stop();
    await postgresql.remove();
  }
}

async function tenantOf(server: BenchServer): Promise<string> {
  const { text } = await server.get('/api/v1/users/me');
  return (JSON.parse(text) as { tenant_id: string }).tenant_id;
}

async function answerTimes(server: BenchServer): Promise<number[][]> {
  const all: number[][] = [];
  for (const question of QUESTIONS) {
    const times: number[] = [];
    for (let repeat = -2; repeat < REPEATS; repeat++) {
      const started = performance.now();
      const { status, text } = await server.get(`/api/v1/${question}`);
      if (status !== 200) throw new Error(`${question}: HTTP ${status}: ${text.slice(0, 200)}`);
      if (repeat >= 0) times.push(performance.now() - started);
    }
    all.push(times);
  }
  return all;
}

async function analyses(server: BenchServer, round: string): Promise<void> {
  for (const [index, { code, path }] of distinctFiles(ANALYSES, 120).entries()) {
    const context = { path: `round-${round}/${path}`, repository: 'repository-3' };
    const body = JSON.stringify({ code: `# ${round} ${index}\n${code}`, language: 'python', context });
    const { status, text } = await server.post('/api/v1/analyze', body);
    if (status !== 200) throw new Error(`HTTP ${status}: ${text.slice(0, 200)}`);
  }
}

/** Milliseconds of processor time. */
async function costOfAnalysis(server: BenchServer, port: number, round: string): Promise<number> {
  const before = processorMs(server.pid, port);
  await analyses(server, round);
  return (processorMs(server.pid, port) - before) / ANALYSES;
}

/** Of the server and of PostgreSQL with all its processes, the ended ones included. Ticks are hundredths of a second. */
function processorMs(serverPid: number, databasePort: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const main = processes.find((pid) => {
    const command = read(`/proc/${pid}/cmdline`).split('\0');
    return /postgres$/.test(command[0] ?? '') && command.includes(String(databasePort));
  });
  return processes
    .map((pid) => ({
      pid,
      fields: read(`/proc/${pid}/stat`)
        .replace(/^.*\) /, '')
        .split(' ')
        .map(Number),
    }))
    .filter(({ pid, fields }) => Number(pid) === serverPid || pid === main || fields[1] === Number(main))
    .reduce((sum, { fields }) => sum + fields.slice(11, 15).reduce((ticks, each) => ticks + each, 0) * 10, 0);
}

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function print(few: readonly number[][], many: readonly number[][]): void {
  const p95 = (times: readonly number[] = []) => percentile(times, 0.95);
  printTable(
    ['GET /api/v1/…', 'few p50', 'few p95', 'many p50', 'many p95 ms'],
    QUESTIONS.map((question, index) => [
      question,
      ...[median(few[index] ?? []), p95(few[index]), median(many[index] ?? []), p95(many[index])].map((ms) =>
        ms.toFixed(1),
      ),
    ]),
  );
  const slow = QUESTIONS.filter((_, index) => p95(many[index]) > GOAL_MS);
  console.log(
    `p95 over all: ${p95(many.flat()).toFixed(1)} ms (goal ${GOAL_MS}); over it: ${slow.join(', ') || 'none'}`,
  );
}
