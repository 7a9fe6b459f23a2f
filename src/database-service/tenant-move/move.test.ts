// Tenants move between two real servers while they are written to, and the mover is killed at random moments.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../../tests/services/postgresql.ts';
import {
  appendAuditEvent,
  cancelMove,
  createApiKey,
  createChainVerifier,
  type Database,
  type DatabaseOptions,
  findApiKeyByHash,
  findAuditHead,
  knowledgeVersion,
  moveTenant,
  openDatabase,
  readAuditChain,
  saveAnalysis,
  saveFeedback,
} from '../index.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from '../testing/samples.ts';
import { freeze, readPlacement, switchOver, writePlacement } from './placements.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;

describe.skipIf(postgresqlMissing !== null)(`a tenant that moves${skipped}`, () => {
  let servers: PostgresqlServer[] = [];
  let dataDirectory = '';
  let options: DatabaseOptions;
  let database: Database;
  let clients: { home: Client; eu: Client };
  beforeAll(async () => {
    servers = await Promise.all([startPostgresql(), startPostgresql()]);
    const [url = '', eu = ''] = await Promise.all(servers.map((server) => server.createDatabase()));
    dataDirectory = await mkdtemp(join(tmpdir(), 'assay-move-'));
    const patience = { statementTimeoutMs: 120_000, lockTimeoutMs: 60_000 };
    options = { url, dataDirectory, others: [{ name: 'eu', url: eu, ownerUrl: null }], ...patience };
    database = await openDatabase(options);
    clients = { home: new Client({ connectionString: url }), eu: new Client({ connectionString: eu }) };
    await Promise.all([clients.home.connect(), clients.eu.connect()]);
  });
  afterAll(async () => {
    await Promise.allSettled([clients?.home.end(), clients?.eu.end()]);
    await database?.close();
    await Promise.all(servers.map((server) => server.remove()));
    await rm(dataDirectory, { recursive: true, force: true });
  });

  const rowsIn = async (name: 'home' | 'eu', tenant: string): Promise<number> => {
    await clients[name].query(`begin; select set_config('app.whole', 'on', true)`);
    const { rows } = await clients[name].query<{ count: string }>(
      `select (select count(*) from analyses where tenant_id = $1) + (select count(*) from issues where tenant_id = $1)
        + (select count(*) from tenants where tenant_id = $1) + (select count(*) from audit_events where tenant_id = $1) as count`,
      [tenant],
    );
    await clients[name].query('rollback');
    return Number(rows[0]?.count);
  };
  const idsOf = async (tenant: string): Promise<string[]> => {
    const { rows } = await database.asTenant(tenant, (tx) =>
      sql<{ id: string }>`select analysis_id as id from analyses`.execute(tx),
    );
    return rows.map(({ id }) => id);
  };
  const checkChain = async (tenant: string) => {
    const [events, head] = await database.asTenant(
      tenant,
      async (tx) => [await readAuditChain(tx, 0, 100_000), await findAuditHead(tx)] as const,
    );
    const verifier = createChainVerifier(tenant, []);
    for (const event of events) expect(verifier.add(event)).toBeNull();
    expect(verifier.finish(head)).toBeNull();
  };

  /** Writes until it is stopped, trying again when the tenant is moving; returns what was acknowledged. */
  const writeAllTheTime = (tenant: string) => {
    const acknowledged: string[] = [];
    let refused = 0;
    let stopped = false;
    const writer = async () => {
      while (!stopped) {
        const issue = sampleIssue();
        const analysis = sampleAnalysis({ issues: [issue] });
        try {
          await database.asTenant(tenant, async (tx) => {
            await saveAnalysis(tx, analysis);
            const verdict = {
              analysisId: analysis.id,
              issueId: issue.id,
              actor: 'somebody',
              verdict: 'fixed',
            } as const;
            await saveFeedback(tx, { ...verdict, comment: null, dismissal: { kind: 'none' } });
            await appendAuditEvent(tx, { action: 'x.happened', actor: null, target: analysis.id, details: {} });
          });
          acknowledged.push(analysis.id);
        } catch (error) {
          if (!(error instanceof Error) || !('code' in error) || error.code !== 'tenant_moving') throw error;
          refused++;
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const running = Promise.all([writer(), writer(), writer()]);
    return {
      acknowledged,
      refused: () => refused,
      async stop() {
        stopped = true;
        await running;
      },
    };
  };

  it('is served from the other server afterwards, with nothing lost or twice, and can move back', async () => {
    const tenant = await sampleTenant(database);
    const hash = Buffer.alloc(32, 5);
    await database.asTenant(tenant, (tx) => createApiKey(tx, { hash, prefix: 'asy_live_x', name: 'x', role: 'owner' }));
    const load = writeAllTheTime(tenant);
    for (const to of ['eu', 'home', 'eu'] as const) {
      const before = load.acknowledged.length;
      await expect.poll(() => load.acknowledged.length).toBeGreaterThan(before + 4);
      const report = await moveTenant(options, tenant, to);
      expect(report.to).toBe(to);
      expect(report.tables.find(({ name }) => name === 'tenants')?.rows).toBe(1);
      expect(await rowsIn(to === 'eu' ? 'home' : 'eu', tenant)).toBe(0);
      expect((await findApiKeyByHash(database, hash))?.tenantId).toBe(tenant);
    }
    await load.stop();
    expect(load.acknowledged.length).toBeGreaterThan(10);
    expect((await idsOf(tenant)).sort()).toEqual([...load.acknowledged].sort());
    expect(await database.asTenant(tenant, knowledgeVersion)).toBe(load.acknowledged.length);
    await checkChain(tenant);
    expect(await database.listTenantIds(null, 100)).toContain(tenant);
    expect(await moveTenant(options, tenant, 'eu')).toMatchObject({ from: 'eu', to: 'eu' });
  });

  it('loses nothing when the mover is killed again and again, and arrives when it is run to its end', async () => {
    const tenant = await sampleTenant(database);
    const load = writeAllTheTime(tenant);
    await expect.poll(() => load.acknowledged.length).toBeGreaterThan(20);
    for (const [to, delay] of [
      ['eu', 0],
      ['eu', 90],
      ['home', 30],
    ] as const) {
      await runMover(tenant, to, delay);
    }
    const whole = await runMover(tenant, 'eu', null);
    expect(whole).toMatch(/Moved from home to eu|The tenant is in eu/);
    await load.stop();
    expect(await rowsIn('home', tenant)).toBe(0);
    expect((await idsOf(tenant)).sort()).toEqual([...load.acknowledged].sort());
    await checkChain(tenant);
  });

  it('is served wherever the mover dies between two steps, and the rest is done later', async () => {
    const tenant = await sampleTenant(database);
    const save = () => database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] })));
    await writePlacement(clients.eu, tenant, { state: 'arriving', database: 'home' });
    await save();
    await writePlacement(clients.home, tenant, { state: 'moving', database: 'eu' });
    await save();
    await freeze(clients.home, tenant, 'eu', 8);
    await expect(save()).rejects.toMatchObject({ code: 'tenant_moving', retryAfter: 1 });
    await expect
      .poll(() =>
        save().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    // Its time is over: what was written since then is not in the copy.
    expect(await switchOver(clients.home, tenant, 'eu')).toBe(false);
    await moveTenant(options, tenant, 'eu');
    expect((await idsOf(tenant)).length).toBe(3);
    // As if it had died right after the switch.
    await writePlacement(clients.eu, tenant, { state: 'arriving', database: 'home' });
    await save();
    expect(await moveTenant(options, tenant, 'eu')).toMatchObject({ from: 'eu', to: 'eu' });
    expect(await readPlacement(clients.eu, tenant)).toBeNull();
    expect((await idsOf(tenant)).length).toBe(4);
  });

  it('stays where it is when the move is taken back', async () => {
    const tenant = await sampleTenant(database);
    await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis()));
    expect(await cancelMove(options, tenant)).toBe(false);
    await writePlacement(clients.eu, tenant, { state: 'arriving', database: 'home' });
    await writePlacement(clients.home, tenant, { state: 'moving', database: 'eu' });
    await freeze(clients.home, tenant, 'eu', 60);
    expect(await cancelMove(options, tenant)).toBe(true);
    expect((await idsOf(tenant)).length).toBe(1);
    expect(await rowsIn('eu', tenant)).toBe(0);
  });

  it('is refused for an unknown tenant or database, and while another move of it is under way', async () => {
    const tenant = await sampleTenant(database);
    const unknown = moveTenant(options, '00000000-0000-7000-8000-00000000dead', 'eu');
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
    await expect(moveTenant(options, tenant, 'us')).rejects.toMatchObject({ code: 'invalid_configuration' });
    await clients.home.query('select pg_advisory_lock(hashtextextended($1, 4127301962))', [tenant]);
    await expect(moveTenant(options, tenant, 'eu')).rejects.toMatchObject({ detail: /under way/ });
    await clients.home.query('select pg_advisory_unlock_all()');
  });

  /** The command line in a process of its own; killed so many milliseconds after it has begun to copy. */
  const runMover = async (tenant: string, to: string, killAfterMs: number | null): Promise<string> => {
    const child: ChildProcess = spawn(
      process.execPath,
      ['--import', 'tsx', MAIN, 'tenant', 'move', tenant, '--to', to],
      {
        env: {
          ...process.env,
          DATABASE_URL: options.url ?? '',
          ASSAY_DATABASES: `eu=${options.others?.[0]?.url}`,
          ASSAY_DATA_DIR: dataDirectory,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    let heard = false;
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (killAfterMs !== null && !heard) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      heard = true;
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    await new Promise((resolve) => child.once('close', resolve));
    return output;
  };
});
