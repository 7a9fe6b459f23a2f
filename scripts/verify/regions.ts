// `npm run verify regions`: two regions on loopback under load, one of them lost with its database and back again. The other one must not
// notice, and what was acknowledged must be there afterwards.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateApiKey, loadOperatorKeys } from '../../src/security/index.ts';
import { type PostgresqlServer, startPostgresql } from '../../tests/services/postgresql.ts';
import { freePort } from '../../tests/services/programs.ts';
import { createMember, type Member } from '../fleet/member.ts';
import { endAtSignals, Started } from '../fleet/started.ts';
import type { Outcome } from './faults/client.ts';
import { countLost, countStuck } from './faults/kept.ts';
import { type Load, startLoad } from './faults/load.ts';
import { appendRecord } from './record.ts';

const NAMES = ['eu', 'us'] as const;
const BEFORE_MS = 15_000;
/** Starting it again takes some time more. */
const AWAY_MS = 15_000;
const AFTER_MS = 15_000;
/** Gateways look at each other every second. */
const KNOWN_MS = 60_000;

interface Region {
  readonly name: string;
  readonly key: string;
  readonly databaseUrl: string;
  readonly postgresql: PostgresqlServer;
  readonly api: Member;
  readonly gateway: Member;
}

export async function verifyRegions(): Promise<void> {
  const started = new Started();
  endAtSignals(started);
  try {
    const folder = mkdtempSync(join(tmpdir(), 'assay-regions-'));
    started.undoBy(() => rmSync(folder, { recursive: true, force: true }));
    const [eu, us] = await startRegions(folder, started);
    if (eu === undefined || us === undefined) throw new Error('two regions were started');
    await lose(eu, us);
  } finally {
    await started.undo();
  }
}

async function startRegions(folder: string, started: Started): Promise<Region[]> {
  const ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()] as const)));
  const list = NAMES.map((name) => `${name}=http://127.0.0.1:${ports[name]}`).join(' ');
  const regions: Region[] = [];
  for (const name of NAMES) {
    const postgresql = await started.start(startPostgresql, (one) => one.remove());
    const databaseUrl = await postgresql.createDatabase();
    const key = generateApiKey('test', name);
    const environment = {
      DATABASE_URL: databaseUrl,
      ASSAY_REGION: name,
      ASSAY_REGIONS: list,
      ASSAY_BOOTSTRAP_API_KEY: key,
      ASSAY_LOG_LEVEL: 'warn',
      ASSAY_ANALYSIS_THREADS: '1',
    };
    const member = (role: string, port: number, more: Record<string, string> = {}) => {
      const own = { name: `${role}-${name}`, role, port, dataDirectory: join(folder, `${role}-${name}`) };
      const one = createMember({ ...own, environment: { ...environment, ...more } });
      started.undoBy(() => one.retire());
      return one;
    };
    const api = member('api', await freePort());
    const gateway = member('gateway', ports[name] ?? 0, { ASSAY_UPSTREAMS: api.address });
    await giveKeys(folder, name);
    await api.start();
    await gateway.start();
    regions.push({ name, key, databaseUrl, postgresql, api, gateway });
  }
  return regions;
}

/** Keys of its own, but for the one that regions share. */
async function giveKeys(folder: string, name: string): Promise<void> {
  const keysOf = (role: string, region: string) => join(folder, `${role}-${region}`, 'keys');
  const [first] = NAMES;
  if (name !== first) cpSync(join(keysOf('api', first), 'region.key'), join(keysOf('api', name), 'region.key'));
  await loadOperatorKeys(join(folder, `api-${name}`));
  cpSync(keysOf('api', name), keysOf('gateway', name), { recursive: true });
}

/** Everybody asks the gateway of the region that stays. */
async function lose(stays: Region, goes: Region): Promise<void> {
  await untilKnown(stays, goes);
  const address = stays.gateway.address;
  const loads = { stays: startLoad(address, stays.key), goes: startLoad(address, goes.key) };
  await delay(BEFORE_MS);
  const lostAt = Date.now();
  await Promise.all([goes.gateway.kill(), goes.api.kill(), goes.postgresql.stop()]);
  await delay(AWAY_MS);
  await goes.postgresql.start();
  await goes.api.start();
  await goes.gateway.start();
  const backAt = Date.now();
  await delay(AFTER_MS);
  await Promise.all([loads.stays.stop(), loads.goes.stop()]);
  const rows = [
    await judge('at home in the region that stays', stays, address, loads.stays, [lostAt, backAt]),
    await judge('at home in the region that is lost', goes, address, loads.goes, [lostAt, backAt]),
  ];
  const head = [
    `Lost with its database for ${Math.round((backAt - lostAt) / 1000)} s; all clients ask a gateway of the region that stays.`,
    '',
    '| clients | requests | tried again | failed | longest | of them while it was lost | acknowledged | lost | scans stuck |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  console.log([...head, ...rows.map(({ row }) => row)].join('\n'));
  appendRecord('regions', [...head, ...rows.map(({ row }) => row)].join('\n'));
  const faults = rows.flatMap((one) => one.faults);
  const [own] = rows;
  if (own !== undefined && own.again > 0)
    faults.push(`${own.again} requests of the region that stays were not answered at once`);
  if (faults.length > 0) throw new Error(faults.join('; '));
}

async function untilKnown({ gateway }: Region, { name }: Region): Promise<void> {
  const until = Date.now() + KNOWN_MS;
  const isKnown = async () =>
    (await (await fetch(`${gateway.address}/metrics`)).text()).includes(`assay_region_up{region="${name}"} 1`);
  while (!(await isKnown())) {
    if (Date.now() > until) throw new Error(`The gateway does not find the region ${name}.`);
    await delay(500);
  }
}

async function judge(who: string, region: Region, address: string, { ledger }: Load, [from, to]: [number, number]) {
  const home = { address, key: region.key, databaseUrl: region.databaseUrl };
  const isDuring = ({ startedAt, endedAt }: Outcome) => startedAt < to && endedAt > from;
  const failed = ledger.outcomes.filter(({ status }) => status === 0 || status >= 400);
  // Whoever waited longer than a client does, and was told why, as often as it asked.
  const wrongly = failed.filter((outcome) => outcome.body.code !== 'region_unavailable' || !isDuring(outcome));
  const again = ledger.outcomes.filter(({ attempts }) => attempts > 1);
  const longest = Math.max(...ledger.outcomes.map(({ startedAt, endedAt }) => endedAt - startedAt));
  const lost = await countLost(home, ledger);
  const stuck = await countStuck(home, ledger);
  const cells = [
    who,
    ledger.outcomes.length,
    again.length,
    failed.length,
    `${(longest / 1000).toFixed(1)} s`,
    ledger.outcomes.filter(isDuring).length,
    `${ledger.analyses.size} analyses, ${ledger.verdicts.size} verdicts, ${ledger.scans.size} scans`,
    lost.analyses + lost.verdicts,
    stuck,
  ];
  const faults = [
    ...(wrongly.length > 0
      ? [`${wrongly.length} requests failed ${who}: ${wrongly.map(({ status }) => status).join(' ')}`]
      : []),
    ...(lost.analyses + lost.verdicts > 0
      ? [`${lost.analyses + lost.verdicts} of what was acknowledged is gone ${who}`]
      : []),
    ...(stuck > 0 ? [`${stuck} scans are stuck ${who}`] : []),
  ];
  return { row: `| ${cells.join(' | ')} |`, faults, again: again.length };
}
