// Three application servers and two replicas of the model service as processes of their own, with PostgreSQL and Redis: what is
// shared between them is made once, and one that is away is not missed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtlpReceiver, startOtlpReceiver } from '../services/otlp-receiver.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { end } from '../services/programs.ts';
import { type RedisServer, redisMissing, startRedis } from '../services/redis.ts';
import {
  ask,
  createInstallation,
  type Installation,
  metricOf,
  type RoleProcess,
  START_MS,
  submit,
} from './role-processes.ts';

const missing = postgresqlMissing ?? redisMissing;
/** A hundred functions: an analysis that takes long enough for everybody to ask meanwhile. */
const LARGE = Array.from({ length: 100 }, (_, n) => `def f${n}(x):\n    y = x + ${n}\n    return eval(y)\n`).join('\n');

describe.skipIf(missing !== null)(`model replicas${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let postgresql: PostgresqlServer;
  let redis: RedisServer;
  let collector: OtlpReceiver;
  let installation: Installation;
  let models: RoleProcess[] = [];
  let servers: RoleProcess[] = [];
  let gateway: RoleProcess;

  beforeAll(async () => {
    [postgresql, redis, collector] = await Promise.all([startPostgresql(), startRedis(), startOtlpReceiver()]);
    installation = await createInstallation({
      DATABASE_URL: await postgresql.createDatabase(),
      REDIS_URL: redis.url,
      ASSAY_DRAIN_DELAY_MS: '2500',
      ASSAY_RATE_LIMIT: '40',
      ASSAY_MODEL_HEDGE_MS: '20000',
      // It hangs here, and each question waits as long for it.
      ASSAY_REDIS_TIMEOUT_MS: '2000',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    models = [await installation.launch('model', 'model-1'), await installation.launch('model', 'model-2')];
    const replicas = { ASSAY_MODEL_SERVERS: models.map(({ address }) => address).join(',') };
    // The first one makes the tables.
    servers = [await installation.launch('api', 'api-1', replicas)];
    servers.push(
      await installation.launch('api', 'api-2', replicas),
      await installation.launch('api', 'api-3', replicas),
    );
    const upstreams = servers.map(({ address }) => address).join(',');
    gateway = await installation.launch('gateway', 'gateway-1', { ASSAY_UPSTREAMS: upstreams });
  }, 6 * START_MS);

  afterAll(async () => {
    await installation?.remove();
    await Promise.all([redis?.stop(), postgresql?.remove(), collector?.stop()]);
  });

  const analysed = async () => {
    const counts = models.map(({ address }) => metricOf(address, 'assay_http_requests_total', '/model/v1/analyses'));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };

  /** Of all three application servers: whose turn it is does not matter. */
  const hitsIn = async (tier: string) => {
    const counts = servers.map(({ address }) => metricOf(address, 'assay_cache_operations_total', tier, 'hit'));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };

  it('200 identical posts over three application servers make one analysis', async () => {
    const before = await analysed();
    const answers = await Promise.all(Array.from({ length: 200 }, () => submit(gateway.address, LARGE)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await analysed()).toBe(before + 1);
    expect(new Set(answers.map(({ body }) => body.analysis_id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.cached === false)).toHaveLength(1);
    // All three took part.
    for (const { address } of servers) {
      expect(await metricOf(address, 'assay_http_requests_total', '/api/v1/analyze', '200')).toBeGreaterThan(0);
    }
    // Whoever had it from another one has it himself now.
    const hits = await hitsIn('memory');
    for (let count = 0; count < 6; count++) expect((await submit(gateway.address, LARGE)).body.cached).toBe(true);
    expect(await hitsIn('memory')).toBeGreaterThanOrEqual(hits + 6);
  });

  it('is one trace from the gateway to the model service', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traced = await submit(gateway.address, 'traced = eval(input())', {
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    });
    expect(traced.status).toBe(200);
    const named = (service: string, name: string) =>
      collector.spans.find((span) => span.service === service && span.name === name);
    const whole = () =>
      ['analysis', 'store'].every((name) => named('assay-api', name)) &&
      ['POST /model/v1/analyses', 'worker'].every((name) => named('assay-model', name)) &&
      collector.spans.some(({ service }) => service === 'assay-gateway');
    await expect.poll(whole).toBe(true);
    expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    const call = named('assay-api', 'analysis');
    const inner = named('assay-model', 'POST /model/v1/analyses');
    expect([call?.kind, inner?.parentSpanId]).toEqual([3, call?.spanId]);
    expect(named('assay-model', 'worker')?.parentSpanId).toBe(inner?.spanId);
    expect(collector.received()).not.toContain('eval(');
  });

  it('is not to be got around: a replica answers its application servers only', async () => {
    const direct = await ask(models[0]?.address ?? '', '/model/v1/analyses', { method: 'POST', body: '{}' });
    expect([direct.status, direct.body.code]).toEqual([401, 'unauthenticated']);
  });

  /** Different code from several clients until it is over. */
  async function load(during: (sent: () => number) => Promise<void>): Promise<number[]> {
    const statuses: number[] = [];
    let isOver = false;
    const client = async (name: number) => {
      while (!isOver)
        statuses.push((await submit(gateway.address, `v${name}_${statuses.length}_${Date.now()} = 1`)).status);
    };
    const clients = Array.from({ length: 4 }, (_, name) => client(name));
    await during(() => statuses.length);
    isOver = true;
    await Promise.all(clients);
    return statuses;
  }

  const settle = async (sent: () => number, more: number) => {
    const enough = sent() + more;
    await expect.poll(sent).toBeGreaterThan(enough);
  };

  it(
    'a replica that hangs, that is killed and that is stopped under load costs no request',
    async () => {
      const [first, second] = models as [RoleProcess, RoleProcess];
      const again = { ASSAY_PORT: new URL(second.address).port };
      const statuses = await load(async (sent) => {
        await settle(sent, 20);
        second.child.kill('SIGSTOP');
        await settle(sent, 40);
        second.child.kill('SIGCONT');
        await settle(sent, 20);
        await end(second.child, 'SIGKILL');
        await settle(sent, 40);
        models[1] = await installation.launch('model', 'model-2', again);
        await settle(sent, 20);
        await end(first.child, 'SIGTERM');
        await settle(sent, 20);
      });
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
    },
    3 * START_MS,
  );

  it('goes on while Redis is away, within quotas, and shares again afterwards', async () => {
    const made = await ask(gateway.address, '/api/v1/api-keys', {
      method: 'POST',
      body: JSON.stringify({ name: 'limited', role: 'developer' }),
    });
    const key = String(made.body.key);
    redis.pause();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => submit(gateway.address, `while_away_${n} = 1`)),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    // Each process remembers what it has answered itself.
    const repeated = await Promise.all(Array.from({ length: 9 }, () => submit(gateway.address, 'while_away_1 = 1')));
    expect(repeated.filter(({ body }) => body.cached === true).length).toBeGreaterThanOrEqual(6);
    const counted = await Promise.all(
      Array.from({ length: 60 }, () => ask(gateway.address, '/api/v1/preferences', { key })),
    );
    expect(counted.filter(({ status }) => status === 200)).toHaveLength(40);
    expect(counted.filter(({ status }) => status === 429)).toHaveLength(20);
    const server = servers[0]?.address ?? '';
    expect(await metricOf(server, 'assay_cache_operations_total', 'redis', 'failure')).toBeGreaterThan(0);
    redis.resume();
    const shared = async () => {
      const before = await hitsIn('redis');
      const code = `shared_${Date.now()} = 1`;
      for (let count = 0; count < 6; count++) await submit(gateway.address, code);
      return (await hitsIn('redis')) > before;
    };
    await expect.poll(shared).toBe(true);
  });

  it(
    'without any replica only what was answered before is answered, and the rest is told when to come again',
    async () => {
      await end((models[1] as RoleProcess).child, 'SIGKILL');
      const nobody = await submit(gateway.address, 'never_seen = 1');
      expect([nobody.status, nobody.body.code, nobody.headers.get('retry-after')]).toEqual([
        503,
        'model_unavailable',
        '1',
      ]);
      expect((await submit(gateway.address, LARGE)).body.cached).toBe(true);
      const ready = async () => (await ask(servers[0]?.address ?? '', '/readyz', { key: null })).body;
      await expect
        .poll(async () => (await ready()).checks)
        .toContainEqual(expect.objectContaining({ name: 'model-service', status: 'degraded' }));
      expect(await metricOf(servers[0]?.address ?? '', 'assay_model_replicas', 'available')).toBe(0);
      const again = { ASSAY_PORT: new URL(models[1]?.address ?? '').port };
      models[1] = await installation.launch('model', 'model-2', again);
      await expect.poll(async () => (await submit(gateway.address, 'never_seen = 1')).status).toBe(200);
    },
    3 * START_MS,
  );
});
