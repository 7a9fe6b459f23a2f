// Gateway and application servers as processes of their own, on one PostgreSQL and one Redis: what a client sees is what one
// process would answer, also while an application server dies.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtlpReceiver, startOtlpReceiver } from '../services/otlp-receiver.ts';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { end } from '../services/programs.ts';
import { type RedisServer, redisMissing, startRedis } from '../services/redis.ts';
import { ask, createInstallation, type Installation, type RoleProcess, START_MS, submit } from './role-processes.ts';

const missing = postgresqlMissing ?? redisMissing;

let installation: Installation;
let postgresql: PostgresqlServer;
let redis: RedisServer;
let collector: OtlpReceiver;

describe.skipIf(missing !== null)(`gateway and api apart${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let first: RoleProcess;
  let second: RoleProcess;
  let gateway: RoleProcess;

  beforeAll(async () => {
    [postgresql, redis, collector] = await Promise.all([startPostgresql(), startRedis(), startOtlpReceiver()]);
    installation = await createInstallation({
      DATABASE_URL: await postgresql.createDatabase(),
      REDIS_URL: redis.url,
      ASSAY_DRAIN_DELAY_MS: '2500',
      ASSAY_TRUSTED_PROXY_HOPS: '1',
      ASSAY_ADDRESS_RATE_LIMIT: '50',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=of%20tests',
      // Only what asks for it.
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    first = await installation.launch('api', 'one');
    second = await installation.launch('api', 'two');
    const upstreams = { ASSAY_UPSTREAMS: `${first.address}, ${second.address}/` };
    gateway = await installation.launch('gateway', 'gateway', upstreams);
  }, 2 * START_MS);

  afterAll(async () => {
    await installation?.remove();
    await Promise.all([redis?.stop(), postgresql?.remove(), collector?.stop()]);
  });

  it('answers as one process does', async () => {
    const analysed = await submit(gateway.address, 'eval(input())', { 'x-request-id': 'mine' });
    expect([analysed.status, analysed.body.cached]).toEqual([200, false]);
    expect(analysed.headers.get('x-request-id')).toBe('mine');
    expect(analysed.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+, "content";r=\d+;t=\d+$/);
    expect((await submit(gateway.address, 'eval(input())')).body.cached).toBe(true);
    const stored = await ask(gateway.address, `/api/v1/analyses/${analysed.body.analysis_id}`);
    expect([stored.status, stored.body.analysis_id]).toEqual([200, analysed.body.analysis_id]);
    const etag = stored.headers.get('etag') ?? '';
    const again = await ask(gateway.address, `/api/v1/analyses/${analysed.body.analysis_id}`, {
      headers: { 'if-none-match': etag },
    });
    expect([again.status, again.text]).toEqual([304, '']);
    const head = await ask(gateway.address, '/problems/internal', { method: 'HEAD', key: null });
    expect([head.status, head.text, Number(head.headers.get('content-length')) > 500]).toEqual([200, '', true]);
    expect((await ask(gateway.address, '/', { key: null })).text).toContain('<html');
    expect((await ask(gateway.address, '/api/openapi.json', { key: null })).body.openapi).toBe('3.1.0');
  });

  it('refuses as one process does', async () => {
    const refused = (path: string, init = {}) => ask(gateway.address, path, init);
    expect(await refused('/api/v1/analyses', { key: null })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
    expect(await refused('/nothing', { key: null })).toMatchObject({ status: 404 });
    expect(await refused('/api/v7/x')).toMatchObject({ status: 404, body: { supported_versions: ['v1'] } });
    expect(await refused('/livez', { method: 'PUT' })).toMatchObject({ status: 405 });
    expect(await refused('/api/v1/analyze', { method: 'POST', body: '{' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_json' },
    });
    const address = { key: null, headers: { 'x-forwarded-for': '192.0.2.9' } };
    const statuses = await Promise.all(Array.from({ length: 60 }, () => refused('/nothing', address)));
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  it('is one trace over both, under the ids of the client and the logs, without a word of the code', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    const answered = await submit(gateway.address, 'secret_name = eval(input())', { traceparent });
    expect(answered.status).toBe(200);
    await submit(gateway.address, 'untraced = eval(input())');
    const own = answered.headers.get('traceparent')?.split('-')[2];
    const { spans } = collector;
    const parts = ['POST /*', 'forward', 'POST /api/v1/analyze', 'cache look-up', 'analysis', 'store'];
    await expect.poll(() => parts.filter((part) => spans.every(({ name }) => name !== part))).toEqual([]);
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    const named = (service: string, name: string) => {
      const found = spans.find((span) => span.service === service && span.name === name);
      if (found === undefined) throw new Error(`no span ${name} of ${service}`);
      return found;
    };
    const entry = named('assay-gateway', 'POST /*');
    expect([entry.parentSpanId, entry.spanId, entry.kind]).toEqual(['00f067aa0ba902b7', own, 2]);
    const forward = named('assay-gateway', 'forward');
    const inner = named('assay-api', 'POST /api/v1/analyze');
    expect([forward.parentSpanId, inner.parentSpanId]).toEqual([entry.spanId, forward.spanId]);
    for (const part of ['cache look-up', 'analysis', 'store']) {
      expect(named('assay-api', part).parentSpanId).toBe(inner.spanId);
    }
    expect(named('assay-api', 'analysis').attributes).toMatchObject({ 'assay.outcome': 'ok', 'assay.issues': 1 });
    expect(inner.attributes).toMatchObject({ 'http.route': '/api/v1/analyze', 'http.response.status_code': 200 });
    expect(collector.received()).not.toMatch(/secret_name|asy_test|eval\(/);
    expect(collector.headers['x-collector-key']).toBe('of tests');
  });

  it('is not to be got around: an application server answers gateways only', async () => {
    for (const path of ['/api/v1/model/status', '/', '/api/v1/tenants']) {
      const direct = await ask(first.address, path, { headers: { 'assay-caller': 'e30.AAAA' } });
      expect([path, direct.status]).toEqual([path, 401]);
    }
    const forged = await ask(gateway.address, '/api/v1/analyses', {
      key: null,
      headers: { 'assay-caller': 'e30.AAAA' },
    });
    expect(forged.status).toBe(401);
    expect((await ask(first.address, '/livez', { key: null })).status).toBe(200);
  });

  it('loses no acknowledged answer when an application server is killed under load, and errors are few', async () => {
    const acknowledged: string[] = [];
    const failures: number[] = [];
    let sent = 0;
    const client = async (name: number) => {
      while (sent < 400) {
        const index = sent++;
        if (index === 100) void end(second.child, 'SIGKILL');
        // Half of them may be repeated.
        const headers: Record<string, string> = index % 2 === 0 ? { 'idempotency-key': `k${index}` } : {};
        const { status, body } = await submit(gateway.address, `x${name}_${index} = ${index}`, headers);
        if (status === 200) acknowledged.push(body.analysis_id);
        else failures.push(index % 2 === 0 ? -status : status);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, name) => client(name)));
    // Only what was under way there: what may not be repeated, and repetitions of what the dead server had begun.
    expect(failures.filter((status) => status !== 502 && status !== -409)).toEqual([]);
    expect(failures.length).toBeLessThanOrEqual(8);
    const lost: string[] = [];
    for (const id of acknowledged) {
      if ((await ask(gateway.address, `/api/v1/analyses/${id}`)).status !== 200) lost.push(id);
    }
    expect([acknowledged.length + failures.length, lost]).toEqual([400, []]);
  });

  it(
    'takes an application server in again when it is back, and drains one that stops without a single error',
    async () => {
      second = await installation.launch('api', 'two', { ASSAY_PORT: new URL(second.address).port });
      // It is taken in when a check finds it ready: until then the other one is all that there is.
      let tries = 0;
      const answeredBySecond = async () => {
        await submit(gateway.address, `again_${tries++} = 1`);
        return await (await fetch(`${second.address}/metrics`)).text();
      };
      await expect.poll(answeredBySecond, { timeout: START_MS }).toMatch(/^assay_http_requests_total\{.*analyze/m);
      const asked: number[] = [];
      let stopping: Promise<void> | null = null;
      /** how many had been asked when it was gone */
      let gone = Number.POSITIVE_INFINITY;
      const stop = async () => {
        await end(first.child, 'SIGTERM');
        gone = asked.length;
      };
      const client = async () => {
        while (asked.length < gone + 50) {
          if (asked.length > 50) stopping ??= stop();
          asked.push((await submit(gateway.address, `y${asked.length} = 1`)).status);
        }
      };
      await Promise.all(Array.from({ length: 4 }, client));
      await stopping;
      expect(asked.filter((status) => status !== 200)).toEqual([]);
      expect((await fetch(`${second.address}/livez`)).status).toBe(200);
    },
    2 * START_MS,
  );

  it(
    'says that nobody is there when nobody is, and goes on when somebody is',
    async () => {
      await end(second.child, 'SIGKILL');
      const nobody = await submit(gateway.address, 'z = 1');
      expect([nobody.status, nobody.body.code]).toEqual([503, 'upstream_unavailable']);
      expect(nobody.headers.get('retry-after')).toBe('1');
      await expect.poll(async () => (await fetch(`${gateway.address}/readyz`)).status).toBe(503);
      second = await installation.launch('api', 'two', { ASSAY_PORT: new URL(second.address).port });
      await expect.poll(async () => (await submit(gateway.address, 'z = 1')).status).toBe(200);
    },
    2 * START_MS,
  );
});
