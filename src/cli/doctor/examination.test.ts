import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startReplica } from '../../../tests/services/model-replica.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../../tests/services/postgresql.ts';
import { freePort } from '../../../tests/services/programs.ts';
import { readConfiguration } from '../../config/index.ts';
import { CALL_HEADER, loadOperatorKeys } from '../../security/index.ts';
import { judgeClock, judgeDatabase } from './connection-checks.ts';
import { examinationText, examine } from './examination.ts';
import { checkNode, judgeDisk, OLDEST_NODE } from './local-checks.ts';
import { judgeReplica } from './replica-check.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-doctor-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Those that are not in order, by name. */
async function faults(environment: Record<string, string> = {}): Promise<Record<string, string>> {
  const results = await examine({ ASSAY_DATA_DIR: directory, ...environment });
  for (const { status, advice } of results) expect(advice === undefined).toBe(status === 'ok');
  const bad = results.filter(({ status, check }) => status !== 'ok' && check !== 'disk');
  return Object.fromEntries(bad.map(({ check, status, found, advice }) => [check, `${status}: ${found} → ${advice}`]));
}

async function answering(status: number): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer((_, response) => response.writeHead(status).end('{"checks":["database"]}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('assay doctor', () => {
  it('finds nothing wrong with a fresh installation, nor with one that has keys', async () => {
    expect(await faults()).toEqual({});
    await loadOperatorKeys(directory);
    expect(await faults()).toEqual({});
    expect(await faults({ ASSAY_DATA_DIR: join(directory, 'new') })).toEqual({});
  });

  it('configuration: names the variable, shows no secret, and looks no further', async () => {
    const found = await faults({ ASSAY_PORT: 'x', DATABASE_URL: 'mysql://secret' });
    expect(Object.keys(found)).toEqual(['configuration']);
    expect(found.configuration).toMatch(/ASSAY_PORT.*DATABASE_URL/);
    expect(found.configuration).not.toContain('secret');
  });

  it('configuration: says which variables nothing reads, and looks further', async () => {
    const found = await faults({ ASSAY_RATE_LIMTI: '5', ASSAY_NGINX: '/etc/nginx', OTHER: 'x' });
    expect(Object.keys(found)).toEqual(['configuration']);
    expect(found.configuration).toMatch(/^warning: Nothing reads ASSAY_RATE_LIMTI\. .*docs\/configuration\.md/);
  });

  it('redis: says where nothing can be reached', async () => {
    const port = await freePort();
    const { redis } = await faults({ REDIS_URL: `redis://:hunter2secret@127.0.0.1:${port}` });
    expect(redis).toContain(`nothing can be reached at 127.0.0.1:${port}.`);
  });

  it('read replica: needs a primary, says that it cannot be reached, and what it is', async () => {
    const alone = await faults({ DATABASE_READ_URL: 'postgres://127.0.0.1:1/secret' });
    expect(alone.configuration).toMatch(/^failure: DATABASE_READ_URL .*DATABASE_URL, which is not set/);
    const nowhere = `postgres://127.0.0.1:${await freePort()}/assay`;
    const found = await faults({ DATABASE_URL: nowhere, DATABASE_READ_URL: nowhere });
    expect(found['read replica']).toMatch(/^warning: It cannot be examined.*DATABASE_READ_URL/);
    const judged = (state: Parameters<typeof judgeReplica>[0]['state'], lagSeconds: number | null = 0) => {
      const { status, found: text } = judgeReplica({ state, lagSeconds });
      return `${status}: ${text}`;
    };
    expect(judged('answering')).toMatch(/^ok: .*follows/);
    expect(judged('behind', 12.34)).toMatch(/^warning: .*by 12\.3 s/);
    expect(judged('behind', null)).toMatch(/^warning: .*nothing since it started/);
    expect(judged('promoted')).toMatch(/^failure: .*no replica/);
    expect(judged('other_cluster')).toMatch(/^failure: .*does not replicate/);
    expect(judged('other_timeline')).toMatch(/^warning: .*promotion/);
  });

  it('language model: without a name, away, refusing the key, or without a budget', async () => {
    const refusing = await answering(401);
    const open = await answering(200);
    const of = async (url: string, more: Record<string, string> = {}) =>
      (await faults({ ASSAY_LLM_URL: url, ASSAY_LLM_MODEL: 'm', ASSAY_LLM_KEY: 'of-the-endpoint', ...more }))[
        'language model'
      ];
    try {
      expect(await of(open.address, { ASSAY_LLM_MODEL: '' })).toMatch(/^failure: .*ASSAY_LLM_MODEL/);
      expect(await of(`http://127.0.0.1:${await freePort()}`)).toMatch(/^failure: .*cannot be reached.*ASSAY_LLM_URL/);
      expect(await of(refusing.address)).toMatch(/^failure: .*401.*ASSAY_LLM_KEY/);
      expect(await of(open.address)).toMatch(/^warning: .*ASSAY_LLM_DAILY_BUDGET/);
      expect(await of(open.address, { ASSAY_LLM_DAILY_BUDGET: '2.50' })).toBeUndefined();
    } finally {
      refusing.server.close();
      open.server.close();
    }
  });

  it('data directory: a file in its place', async () => {
    await writeFile(join(directory, 'file'), '');
    const found = await faults({ ASSAY_DATA_DIR: join(directory, 'file') });
    expect(found['data directory']).toMatch(/^failure: .* is no directory.*ASSAY_DATA_DIR/);
  });

  it('data directory: open to everybody', async () => {
    await chmod(directory, 0o755);
    expect((await faults())['data directory']).toMatch(/^warning: .*everybody.*chmod 700/);
  });

  it('operator keys: damaged, readable by others, missing', async () => {
    await loadOperatorKeys(directory);
    const pepper = join(directory, 'keys/api-key-pepper.key');
    await chmod(pepper, 0o644);
    expect((await faults())['operator keys']).toMatch(/^failure: .*mode 644.*chmod 600/);
    await writeFile(pepper, 'c2hvcnQ=\n');
    expect((await faults())['operator keys']).toMatch(/^failure: .*damaged: 5 bytes.*backup/);
    await rm(pepper);
    await rm(join(directory, 'keys/master.key'));
    expect((await faults())['operator keys']).toMatch(/^failure: .*lacks master.key/);
  });

  it('operator keys: a gateway without any', async () => {
    const up = await answering(200);
    const found = await faults({ ASSAY_UPSTREAMS: up.address });
    expect(found['operator keys']).toMatch(/^failure: .*gateway makes none.*Copy/);
    expect(Object.keys(found)).toEqual(['operator keys']);
    up.server.close();
  });

  it('application servers: not ready, and away', async () => {
    await mkdir(join(directory, 'keys'));
    const sick = await answering(503);
    const gone = `http://127.0.0.1:${await freePort()}`;
    const found = await faults({ ASSAY_UPSTREAMS: `${sick.address},${gone}` });
    expect(found[`application server ${sick.address}`]).toMatch(/^failure: It is not ready: .*database/);
    expect(found[`application server ${gone}`]).toMatch(/^failure: .*ECONNREFUSED/);
    sick.server.close();
  });

  it('model replicas: in order, of another version, with another key, and away', async () => {
    const { modelKey } = await loadOperatorKeys(directory);
    const options = { threads: 0, timeoutMs: 1000, memoryMb: 64, maxQueue: 1 };
    const ready = { ready: async () => undefined };
    const good = await startReplica(options, () => ready, modelKey);
    const other = await startReplica(options, ({ bundle }) => ({
      ...ready,
      bundle: { ...bundle, digest: 'sha256:0' },
    }));
    const stranger = await startReplica(options, () => ready);
    const gone = `http://127.0.0.1:${await freePort()}`;
    const all = [good.address, other.address, stranger.address, gone];
    const found = await faults({ ASSAY_MODEL_SERVERS: all.join(',') });
    expect(Object.keys(found)).toEqual(all.slice(1).map((address) => `model replica ${address}`));
    expect(found[`model replica ${other.address}`]).toMatch(/^warning: .*sha256:0.*Upgrade/);
    expect(found[`model replica ${stranger.address}`]).toMatch(/^failure: .*401.*model\.key/);
    expect(found[`model replica ${gone}`]).toMatch(/^failure: .*ECONNREFUSED/);
    await Promise.all([good, other, stranger].map((replica) => replica.close()));
  });

  it('operator keys: those of the model role', async () => {
    await loadOperatorKeys(directory);
    for (const name of await readdir(join(directory, 'keys'))) {
      if (name !== 'model.key') await rm(join(directory, 'keys', name));
    }
    expect(await faults()).toEqual({});
  });

  it('database, Redis, RabbitMQ and collector: away, without a password in what is said', async () => {
    const port = await freePort();
    const found = await faults({
      DATABASE_URL: `postgres://assay:hunter2secret@127.0.0.1:${port}/assay`,
      REDIS_URL: `redis://:hunter2secret@127.0.0.1:${port}`,
      AMQP_URL: `amqp://assay:hunter2secret@127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    expect(found.database).toMatch(/^failure: .*ECONNREFUSED.*Nothing listens there/);
    expect(found.redis).toMatch(/^warning: .*REDIS_URL/);
    expect(found['message queue']).toMatch(/^failure: RabbitMQ cannot be used: .*AMQP_URL/);
    expect(found.traces).toMatch(/^warning: .*OTEL_EXPORTER_OTLP_ENDPOINT/);
    expect(JSON.stringify(found)).not.toContain('hunter2secret');
  });

  it('identity providers: away', async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const file = join(directory, 'oidc.json');
    const settings = { issuer, audience: 'assay', tenant: '00000000-0000-7000-8000-000000000001' };
    await writeFile(file, JSON.stringify({ issuers: [settings] }));
    const found = await faults({ ASSAY_OIDC_FILE: file });
    expect(found[`identity provider ${issuer}`]).toMatch(/^failure: .*openid-configuration/);
  });

  it('Node, disk, clocks and the kind of server, by what they are', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(engines.node).toBe(`>=${OLDEST_NODE.join('.')}`);
    expect(['18.20.0', '20.18.9', '20.19.0', '22.1.0'].map((version) => checkNode(version).status)).toEqual([
      'failure',
      'failure',
      'ok',
      'ok',
    ]);
    const disk = (free: number) => judgeDisk({ freeBytes: free * 1e9, totalBytes: 100e9 }).status;
    expect([0.1, 1, 5, 50].map(disk)).toEqual(['failure', 'warning', 'warning', 'ok']);
    expect([0, -2500, 40_000].map((ahead) => judgeClock('clock', ahead).status)).toEqual(['ok', 'warning', 'failure']);
    const configuration = readConfiguration({});
    const server = {
      version: 170_004,
      versionText: '17.4',
      clockAheadMs: 0,
      maxConnections: 100,
      isSuperuser: false,
      isStandby: false,
    };
    const judge = (changes: object) => judgeDatabase('database', { ...server, ...changes }, configuration).status;
    expect(judge({})).toBe('ok');
    expect(judge({ version: 140_010 })).toBe('failure');
    expect(judge({ isStandby: true })).toBe('failure');
    expect(judge({ maxConnections: 12 })).toBe('warning');
    expect(judge({ isSuperuser: true })).toBe('warning');
  });

  it('regions: whether each other one answers, is the one that it is taken for, and knows what is signed here', async () => {
    const told: string[] = [];
    const region = createServer(({ url, headers }, response) => {
      told.push(`${url} ${headers[CALL_HEADER] === undefined ? 'in the clear' : 'signed'}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"region":"us","bundles":[]}');
    });
    await new Promise<void>((resolve) => region.listen(0, '127.0.0.1', resolve));
    const us = `http://127.0.0.1:${(region.address() as AddressInfo).port}`;
    const refuses = await answering(401);
    const regionsOf = (others: string) => ({ ASSAY_REGION: 'eu', ASSAY_REGIONS: `eu=http://127.0.0.1:1 ${others}` });
    try {
      const fresh = await faults(regionsOf(`us=${us}`));
      expect(fresh['region us']).toMatch(
        /^warning: There is no keys\/region.key here yet.*Start an application server/,
      );
      expect(told).toEqual([]);
      await loadOperatorKeys(directory);
      expect(await faults(regionsOf(`us=${us}`))).toEqual({});
      expect(told).toEqual(['/regions/v1/bundles signed']);
      const found = await faults(regionsOf(`ap=${us} sa=${refuses.address} me=http://127.0.0.1:${await freePort()}`));
      expect(Object.keys(found).sort()).toEqual(['region ap', 'region me', 'region sa']);
      expect(found['region ap']).toMatch(/^failure: At .* is the region us\..*Correct ASSAY_REGIONS/);
      expect(found['region sa']).toMatch(/^failure: It refuses what is signed here \(401\)\..*one keys\/region.key/);
      expect(found['region me']).toMatch(/^warning: It cannot be reached.*start it, or correct ASSAY_REGIONS/);
    } finally {
      region.close();
      refuses.server.close();
    }
  });

  it('says all of it as text', () => {
    const text = examinationText([
      { check: 'node', status: 'ok', found: 'Node 22' },
      { check: 'disk', status: 'failure', found: 'full', advice: 'Make room.' },
    ]);
    expect(text).toBe(
      'ok       node: Node 22\nFAILURE  disk: full\n         → Make room.\n\n1 failures, 0 warnings, 1 in order\n',
    );
  });
});

describe.skipIf(postgresqlMissing !== null)(
  `a real server${postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`}`,
  () => {
    let postgresql: PostgresqlServer;
    beforeAll(async () => {
      postgresql = await startPostgresql();
    });
    afterAll(() => postgresql?.remove());

    it('is looked at: well, its database missing, its password wrong', async () => {
      const url = await postgresql.createDatabase();
      const results = await examine({ ASSAY_DATA_DIR: directory, DATABASE_URL: url });
      const database = results.find(({ check }) => check === 'database');
      expect(database?.found).toMatch(/^PostgreSQL \d/);
      expect(results.find(({ check }) => check === 'clock, database')).toMatchObject({ status: 'ok' });
      const missing = new URL(url);
      missing.pathname = '/nothing';
      expect((await faults({ DATABASE_URL: missing.href })).database).toMatch(/^failure: .*CREATE DATABASE/);
    });
  },
);
