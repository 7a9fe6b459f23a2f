// `npm run verify crash [-- --kills N --backend embedded|server --seed N]`: kill -9 at random moments under load; every
// acknowledged answer must still be there, once, and every audit chain whole. On a server PostgreSQL is killed now and then too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distinctFiles } from '../../bench/samples.ts';
import { type BenchServer, startServer } from '../../bench/server.ts';
import { databaseChains, verifyAudit } from '../../src/application-server/index.ts';
import { type DatabaseOptions, openDatabase } from '../../src/database-service/index.ts';
import { type PostgresqlServer, startPostgresql } from '../../tests/services/postgresql.ts';
import { appendRecord } from './record.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

const CLIENTS = 4;
/** one request in so many makes a tenant, which two audit chains record */
const TENANT_EVERY = 10;
const DATABASE_KILL_EVERY = 5;
const LONGEST_LOAD_MS = 2000;

interface Acknowledged {
  readonly analyses: string[];
  readonly tenants: string[];
}

/** Sends until the server is gone; adds what it acknowledged. */
async function load(server: BenchServer, round: number, into: Acknowledged): Promise<void> {
  const files = distinctFiles(20, 60);
  let next = 0;
  const client = async () => {
    for (;;) {
      const index = next++;
      const code = `# round ${round} file ${index}\n${files[index % files.length].code}`;
      const makesTenant = index % TENANT_EVERY === 0;
      const [path, body] = makesTenant
        ? ['/api/v1/tenants', { name: `round ${round} tenant ${index}` }]
        : ['/api/v1/analyze', { code, language: 'python' }];
      const answer = await server.post(path, JSON.stringify(body)).catch(() => null);
      if (answer === null) return;
      if (answer.status === 201) into.tenants.push(JSON.parse(answer.text).tenant_id);
      if (answer.status === 200) into.analyses.push(JSON.parse(answer.text).analysis_id);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** The moment is counted from the first answer on: before it there is no load. */
async function acknowledgedOnce({ analyses }: Acknowledged, ended: Promise<void>): Promise<void> {
  let gone = false;
  ended.then(() => {
    gone = true;
  });
  while (analyses.length === 0 && !gone) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function missing(server: BenchServer, ids: readonly string[]): Promise<string[]> {
  const lost: string[] = [];
  for (const id of ids) if ((await server.get(`/api/v1/analyses/${id}`)).status !== 200) lost.push(id);
  return lost;
}

/** Through the database itself, with nothing else running on it: chains, tenants, and that nothing is there twice. */
async function inspect(options: DatabaseOptions, { analyses, tenants }: Acknowledged): Promise<string[]> {
  const database = await openDatabase(options);
  try {
    const chains = databaseChains(database);
    const report = await verifyAudit({ chains, complete: true, checkpointDirectory: null, publicKeys: [] });
    const known = new Set(report.chains.map(({ tenantId }) => tenantId));
    const faults = report.fault === null ? [] : [report.fault];
    for (const id of tenants) if (!known.has(id)) faults.push(`the tenant ${id} is gone`);
    if (new Set(analyses).size !== analyses.length) faults.push('two answers have one id');
    return faults;
  } finally {
    await database.close();
  }
}

async function killAgainAndAgain(kills: number, random: SeededRandom, postgresql: PostgresqlServer | null) {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'assay-crash-'));
  const url = (await postgresql?.createDatabase()) ?? null;
  const environment: Record<string, string> = url === null ? {} : { DATABASE_URL: url };
  const all: Acknowledged = { analyses: [], tenants: [] };
  try {
    let server = await startServer({ dataDirectory, environment });
    for (let round = 0; round < kills; round++) {
      const now: Acknowledged = { analyses: [], tenants: [] };
      const loading = load(server, round, now);
      await acknowledgedOnce(now, loading);
      await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_LOAD_MS)));
      const killsDatabase = postgresql !== null && round % DATABASE_KILL_EVERY === 0;
      if (killsDatabase) await postgresql.stop();
      await server.stop('SIGKILL');
      await loading;
      if (killsDatabase) await postgresql.start();
      server = await startServer({ dataDirectory, environment });
      const lost = await missing(server, now.analyses);
      if (lost.length > 0) throw new Error(`${lost.length} of ${now.analyses.length} acknowledged answers are gone`);
      all.analyses.push(...now.analyses);
      all.tenants.push(...now.tenants);
      console.log(`kill ${round + 1}: ${now.analyses.length} answers and ${now.tenants.length} tenants, all there`);
    }
    await server.stop();
    const faults = await inspect({ url, dataDirectory }, all);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
  if (all.analyses.length === 0) throw new Error('no answer was acknowledged, so nothing was shown');
  return all;
}

export async function verifyCrash(args: readonly string[]): Promise<void> {
  const option = (name: string, fallback: string) => args[args.indexOf(`--${name}`) + 1 || args.length] ?? fallback;
  const kills = Number(option('kills', '50'));
  const backend = option('backend', 'embedded');
  const seed = Number(option('seed', '1'));
  const postgresql = backend === 'server' ? await startPostgresql() : null;
  try {
    const { analyses, tenants } = await killAgainAndAgain(kills, seededRandom(seed), postgresql);
    const database = postgresql === null ? 'embedded database' : 'PostgreSQL server, itself killed every fifth time';
    appendRecord(
      'crash',
      `${kills} kills at random moments under load (seed ${seed}, ${database}): ${analyses.length} acknowledged answers ` +
        `and ${tenants.length} tenants, 0 lost; every audit chain is whole.`,
    );
  } finally {
    await postgresql?.remove();
  }
}
