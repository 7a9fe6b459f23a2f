// Two regions, each with a gateway, an application server and a PostgreSQL of its own and other keys: requests find their home from
// either gateway, models are copied by digest, and one region serves on when the other one is lost.
import { cp } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signHop } from '../../src/api-gateway/region-routing/region-hop.ts';
import { examine } from '../../src/cli/doctor/examination.ts';
import { HOME_TENANT_ID, openDatabase, saveBundle } from '../../src/database-service/index.ts';
import { builtInBundle, trainedBundle, writeParameters } from '../../src/model-service/index.ts';
import { generateApiKey, loadOperatorKeys } from '../../src/security/index.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { end, freePort } from '../services/programs.ts';
import {
  type Answered,
  ask,
  createInstallation,
  type Installation,
  metricOf,
  type RoleProcess,
  START_MS,
} from './role-processes.ts';

const NAMES = ['eu', 'us'] as const;
type Name = (typeof NAMES)[number];

interface Region {
  readonly installation: Installation;
  readonly databaseUrl: string;
  readonly key: string;
  readonly ports: { readonly gateway: string; readonly api: string };
  gateway: RoleProcess;
  api: RoleProcess;
}

let postgresql: PostgresqlServer;
const regions = {} as Record<Name, Region>;
const SLOWEST_MS = 2 * START_MS;

async function startApi({ installation, ports }: Region): Promise<RoleProcess> {
  return await installation.launch('api', 'api', { ASSAY_PORT: ports.api });
}

async function startGateway({ installation, ports }: Region): Promise<RoleProcess> {
  const upstreams = { ASSAY_UPSTREAMS: `http://127.0.0.1:${ports.api}` };
  return await installation.launch('gateway', 'gateway', { ASSAY_PORT: ports.gateway, ...upstreams });
}

async function prepare(name: Name, gateways: Readonly<Record<Name, number>>): Promise<Region> {
  const databaseUrl = await postgresql.createDatabase();
  const key = generateApiKey('test', name);
  const installation = await createInstallation({
    DATABASE_URL: databaseUrl,
    ASSAY_REGION: name,
    // A list for all of them: the own region is in it.
    ASSAY_REGIONS: NAMES.map((one) => `${one}=http://127.0.0.1:${gateways[one]}`).join(' '),
    ASSAY_REGION_BUNDLES_SECONDS: '1',
    ASSAY_BOOTSTRAP_API_KEY: key,
  });
  const ports = { gateway: String(gateways[name]), api: String(await freePort()) };
  const none = null as unknown as RoleProcess;
  return { installation, databaseUrl, key, ports, gateway: none, api: none };
}

async function analyse(at: Name, home: Name, code: string, headers: Record<string, string> = {}): Promise<Answered> {
  const body = JSON.stringify({ code, language: 'python' });
  return await ask(regions[at].gateway.address, '/api/v1/analyze', {
    method: 'POST',
    body,
    headers,
    key: regions[home].key,
  });
}

/** What the gateway of the first region says of another one. */
async function stateOf(name: Name): Promise<string | undefined> {
  const { body } = await ask(regions.eu.gateway.address, '/readyz', { key: null });
  return body.checks.find((check: { name: string }) => check.name === `region-${name}`)?.status;
}

describe.skipIf(postgresqlMissing !== null)(
  `two regions${postgresqlMissing ? ` (skipped: ${postgresqlMissing})` : ''}`,
  () => {
    beforeAll(async () => {
      postgresql = await startPostgresql();
      const gateways = { eu: await freePort(), us: await freePort() };
      for (const name of NAMES) regions[name] = await prepare(name, gateways);
      // Nothing else is shared.
      await cp(join(regions.eu.installation.keys, 'region.key'), join(regions.us.installation.keys, 'region.key'));
      for (const region of Object.values(regions)) region.api = await startApi(region);
      for (const region of Object.values(regions)) region.gateway = await startGateway(region);
      await vi.waitFor(async () => expect(await stateOf('us')).toBe('ok'), { timeout: START_MS, interval: 200 });
    }, 2 * SLOWEST_MS);

    afterAll(async () => {
      for (const { installation } of Object.values(regions)) await installation.remove();
      await postgresql?.remove();
    });

    it('sends a request home from either gateway, under its ids, and keeps nothing of it', async () => {
      const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
      const answered = await analyse('eu', 'us', 'eval(input())', { 'x-request-id': 'mine', traceparent });
      expect([answered.status, answered.headers.get('assay-region'), answered.headers.get('x-request-id')]).toEqual([
        200,
        'us',
        'mine',
      ]);
      expect(answered.headers.get('traceparent')).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
      expect(answered.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+, "content";r=\d+;t=\d+$/);
      const path = `/api/v1/analyses/${answered.body.analysis_id}`;
      expect((await ask(regions.eu.gateway.address, path, { key: regions.us.key })).status).toBe(200);
      expect((await ask(regions.us.gateway.address, path, { key: regions.us.key })).status).toBe(200);
      // The home tenant of the other region has the same id, and another history.
      expect((await ask(regions.us.gateway.address, path, { key: regions.eu.key })).status).toBe(404);
      expect(await metricOf(regions.eu.api.address, 'assay_analyses_total')).toBe(0);
      expect(await metricOf(regions.us.api.address, 'assay_analyses_total')).toBe(1);
      const own = await analyse('eu', 'eu', 'eval(input())');
      expect([own.status, own.headers.get('assay-region')]).toEqual([200, 'eu']);
    });

    it('each is found well by `assay doctor` of the other', async () => {
      const origins = NAMES.map((name) => `${name}=http://127.0.0.1:${regions[name].ports.gateway}`).join(' ');
      for (const name of NAMES) {
        const { installation, databaseUrl } = regions[name];
        const results = await examine({
          DATABASE_URL: databaseUrl,
          ASSAY_DATA_DIR: join(installation.keys, '..'),
          ASSAY_REGION: name,
          ASSAY_REGIONS: origins,
        });
        const others = results.filter(({ check }) => check.startsWith('region '));
        expect(others).toMatchObject([{ check: `region ${name === 'eu' ? 'us' : 'eu'}`, status: 'ok' }]);
      }
    });

    it('gives tenants, tokens and keys that find their way, and makes tenants at home only', async () => {
      const post = (path: string, key: string, body: object) =>
        ask(regions.eu.gateway.address, path, { method: 'POST', body: JSON.stringify(body), key });
      const made = await post('/api/v1/tenants', regions.us.key, { name: 'Shop', region: 'us' });
      expect([made.status, made.body.region]).toEqual([201, 'us']);
      expect(made.body.api_key).toMatch(/^asy_live_us_/);
      const elsewhere = await post('/api/v1/tenants', regions.eu.key, { name: 'Shop', region: 'us' });
      expect([elsewhere.status, elsewhere.body.code]).toEqual([421, 'region_unknown']);
      const token = await post('/api/v1/tokens', made.body.api_key, {});
      expect(token.status).toBe(201);
      const asked = await ask(regions.eu.gateway.address, '/api/v1/analyses', { key: token.body.access_token });
      expect([asked.status, asked.headers.get('assay-region')]).toEqual([200, 'us']);
      const headers = { 'assay-region': 'us' };
      const unknown = await ask(regions.eu.gateway.address, '/api/v1/analyses', {
        key: generateApiKey('live'),
        headers,
      });
      expect([unknown.status, unknown.headers.get('assay-region')]).toEqual([401, 'us']);
      const lost = await ask(regions.eu.gateway.address, '/api/v1/analyses', { key: generateApiKey('live', 'ap') });
      expect([lost.status, lost.body.code]).toEqual([421, 'region_unknown']);
    });

    it('passes bodies as they come: who is refused at home hears it before the body has ended', async () => {
      const { port } = new URL(regions.eu.gateway.address);
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const key = generateApiKey('live', 'us');
        const headers = {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': 50_000_000,
        };
        const sent = request({ port, method: 'POST', path: '/api/v1/analyze', headers }, (answer) => {
          resolve(answer.statusCode);
          sent.destroy();
        });
        sent.on('error', reject);
        sent.write('{"code":"');
      });
      expect(status).toBe(401);
      const large = await analyse('eu', 'us', `x = "${'a'.repeat(20_000_000)}"`);
      expect([large.status, large.body.code, large.headers.get('assay-region')]).toEqual([
        413,
        'payload_too_large',
        'us',
      ]);
    });

    it('passes on a stream of events while they come', async () => {
      const files = Array.from({ length: 3 }, (_, index) => ({ path: `f${index}.py`, code: `eval(input(${index}))` }));
      const begun = await ask(regions.eu.gateway.address, '/api/v1/scans', {
        method: 'POST',
        body: JSON.stringify({ files, context: { project: 'shop', repository: 'shop' } }),
        key: regions.us.key,
      });
      expect(begun.status).toBe(202);
      const stream = await ask(regions.eu.gateway.address, `/api/v1/scans/${begun.body.scan_id}/events`, {
        key: regions.us.key,
      });
      expect(stream.headers.get('content-type')).toContain('text/event-stream');
      expect(stream.text.match(/^event: file$/gm)).toHaveLength(3);
      expect(stream.text).toContain('event: end');
    });

    it('refuses a hop that nobody made, that was made for another request, and a circle', async () => {
      const { regionKey } = await loadOperatorKeys(join(regions.eu.installation.keys, '..'));
      const path = '/api/v1/analyses';
      const hop = { from: 'us', to: 'eu', method: 'GET', path, requestId: 'r1', clientAddress: '192.0.2.1', host: 'x' };
      const send = (header: string, key: string, requestId = 'r1') =>
        ask(regions.eu.gateway.address, path, {
          key,
          headers: { 'assay-region-hop': header, 'x-request-id': requestId },
        });
      const { eu, us } = regions;
      expect(await send(signHop(regionKey, hop), eu.key)).toMatchObject({ status: 200 });
      const forged = signHop(Buffer.alloc(32, 7), hop);
      for (const answer of [
        await send(forged, eu.key),
        await send('e30.AAAA', us.key),
        await send(signHop(regionKey, hop), eu.key, 'r2'),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([403, 'region_hop_refused']);
      }
      // A gateway of the region us that took this one for one of ap, or for the home of one of its own.
      for (const answer of [
        await send(signHop(regionKey, { ...hop, to: 'ap' }), eu.key),
        await send(signHop(regionKey, hop), us.key),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([508, 'region_loop']);
      }
      expect((await ask(regions.eu.gateway.address, '/.other-region', { key: eu.key })).status).toBe(404);
      const unsigned = await ask(regions.eu.gateway.address, '/regions/v1/bundles', { key: eu.key });
      expect(unsigned.status).toBe(401);
    });

    it('has the models of the other region by their digests, and none that is not what its digest says', async () => {
      const ranker = Buffer.from(writeParameters({ ...builtInBundle().ranker, version: '2.0.0', engineTrust: 50 }));
      const { digest, components } = trainedBundle('1.0.77', ranker);
      const wrong = `sha256:${'0'.repeat(64)}`;
      const database = await openDatabase({ url: regions.eu.databaseUrl, dataDirectory: '' });
      await database.asTenant(HOME_TENANT_ID, async (tx) => {
        const bundle = {
          components: [...components],
          ranker,
          runId: null,
          trainedOn: { verdicts: 60 },
          evaluation: {},
        };
        await saveBundle(tx, { ...bundle, digest, version: '1.0.77' });
        await saveBundle(tx, { ...bundle, digest: wrong, version: '1.0.78' });
      });
      await database.close();
      const models = async (name: Name) =>
        (await ask(regions[name].gateway.address, '/api/v1/models', { key: regions[name].key })).body;
      const digests = async () => (await models('us')).items.map((model: { digest: string }) => model.digest);
      await expect.poll(digests).toContain(digest);
      const refused = () =>
        metricOf(regions.us.api.address, 'assay_region_bundles_total', 'region="eu"', 'outcome="refused"');
      await expect.poll(refused).toBeGreaterThan(1);
      expect(await digests()).not.toContain(wrong);
      const { changes, items } = await models('us');
      expect(changes.filter((change: { digest: string }) => change.digest === digest)).toMatchObject([
        { kind: 'registration', reason: 'Fetched from the region eu, where it is 1.0.77.' },
      ]);
      expect(items.find((model: { digest: string }) => model.digest === digest)).toMatchObject({ state: 'available' });
      // Asked again every second meanwhile, and stored once.
      expect(await metricOf(regions.us.api.address, 'assay_region_bundles_total', 'outcome="stored"')).toBe(1);
      const promoted = await ask(regions.us.gateway.address, `/api/v1/models/${digest}/promotion`, {
        method: 'POST',
        body: JSON.stringify({ reason: 'as in eu' }),
        key: regions.us.key,
      });
      expect(promoted.status).toBe(200);
    });

    it(
      'serves on when the other region is lost, says so, and goes on when it is back',
      async () => {
        const { eu, us } = regions;
        await Promise.all([end(us.gateway.child, 'SIGKILL'), end(us.api.child, 'SIGKILL')]);
        const away = await analyse('eu', 'us', 'x = 1');
        expect([away.status, away.body.code, away.headers.get('retry-after')]).toEqual([
          503,
          'region_unavailable',
          '5',
        ]);
        const statuses = await Promise.all(
          Array.from({ length: 20 }, (_, index) => analyse('eu', 'eu', `y = ${index}`)),
        );
        expect(statuses.filter(({ status }) => status !== 200)).toEqual([]);
        await expect.poll(() => stateOf('us')).toBe('degraded');
        expect((await ask(eu.gateway.address, '/readyz', { key: null })).body).toMatchObject({
          status: 'ready',
          region: 'eu',
        });
        expect(await metricOf(eu.gateway.address, 'assay_region_up', 'region="us"')).toBe(0);
        us.api = await startApi(us);
        us.gateway = await startGateway(us);
        await expect.poll(async () => (await analyse('eu', 'us', 'x = 1')).status).toBe(200);
        await expect.poll(() => stateOf('us')).toBe('ok');
      },
      SLOWEST_MS,
    );
  },
);
