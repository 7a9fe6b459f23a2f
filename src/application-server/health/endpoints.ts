// GET /livez, /readyz and /metrics: for load balancers, orchestrators and Prometheus. No key needed, nothing secret in them.
import { setTimeout as delay } from 'node:timers/promises';
import { Type } from 'typebox';
import { Liveness, Readiness } from '../../contract/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { ApplicationOptions } from '../services.ts';

/** A dependency that has not answered by then counts as failing. */
const CHECK_TIMEOUT_MS = 2000;

type Check = Readiness['checks'][number];

export function healthEndpoints(options: ApplicationOptions): Endpoint[] {
  const shared = { method: 'GET', tag: 'operation', access: 'public', etag: false, probe: true } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        path: '/livez',
        operationId: 'getLiveness',
        summary: 'Whether the process answers; asks nothing else.',
        answers: { 200: json('It does.', Liveness) },
      },
      async () => ({ status: 200, body: { status: 'ok' } satisfies Liveness }),
    ),
    readinessEndpoint(options),
    defineEndpoint(
      {
        ...shared,
        path: '/metrics',
        operationId: 'getMetrics',
        summary: 'Metrics in the Prometheus text format.',
        answers: { 200: { description: 'Metrics.', content: { 'text/plain': Type.String() } } },
      },
      async () => ({ status: 200, body: await options.metrics.render(), contentType: options.metrics.contentType }),
    ),
  ];
}

function readinessEndpoint({ database, cache, model, isStopping }: ApplicationOptions): Endpoint {
  let warm = false;
  let warmingFailed: string | null = null;
  model.ready().then(
    () => {
      warm = true;
    },
    (error: unknown) => {
      warmingFailed = error instanceof Error ? error.message : String(error);
    },
  );
  const checkModel = (): Check => {
    if (warm) return { name: 'model-service', status: 'ok' };
    const message = warmingFailed === null ? 'The analysis workers are still starting.' : 'No analysis worker starts.';
    return { name: 'model-service', status: 'failing', message };
  };
  return defineEndpoint(
    {
      method: 'GET',
      path: '/readyz',
      operationId: 'getReadiness',
      tag: 'operation',
      summary: 'Whether requests can be answered, and if not, which dependency fails.',
      access: 'public',
      etag: false,
      probe: true,
      answers: { 200: json('Ready.', Readiness), 503: json('Not ready; the body says why.', Readiness) },
    },
    async () => {
      const checks: Check[] = [
        ...(await Promise.all([
          check('database', 'failing', 'The database does not answer.', () => database.ping()),
          // Without its cache Assay is slower, not unable: taking it out of service would be worse.
          check('cache', 'degraded', 'The cache does not answer; requests are answered without it.', () =>
            cache.ping(),
          ),
        ])),
        checkModel(),
      ];
      if (isStopping()) checks.push({ name: 'process', status: 'failing', message: 'The server is shutting down.' });
      const ready = checks.every((one) => one.status !== 'failing');
      const body: Readiness = { status: ready ? 'ready' : 'not_ready', checks };
      return { status: ready ? 200 : 503, body, ...(!ready && { headers: { 'retry-after': '1' } }) };
    },
  );
}

async function check(
  name: string,
  otherwise: 'failing' | 'degraded',
  message: string,
  ask: () => Promise<void>,
): Promise<Check> {
  const timeout = new AbortController();
  try {
    const late = delay(CHECK_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
      throw new Error('time-out');
    });
    await Promise.race([ask(), late]);
    return { name, status: 'ok' };
  } catch {
    return { name, status: otherwise, message };
  } finally {
    timeout.abort();
  }
}
