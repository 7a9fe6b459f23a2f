// GET /livez, /readyz and /metrics: for load balancers, orchestrators and Prometheus. No key needed, nothing secret in them.
import { setTimeout as delay } from 'node:timers/promises';
import { Type } from 'typebox';
import { Liveness, Readiness } from '../../contract/index.ts';
import type { Metrics } from '../../monitoring/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';

/**
 * A dependency that has not answered by then counts as away. What only makes answers slower is waited for less: whoever asks waits two
 * seconds himself, and would take the process for dead.
 */
const CHECK_TIMEOUT_MS = { failing: 2000, degraded: 1000 } as const;

type Check = Readiness['checks'][number];

/** What a process needs to answer. */
export interface Dependency {
  readonly name: string;
  /** what it means when it is away: no answers, or slower ones */
  readonly otherwise: 'failing' | 'degraded';
  /** for whoever reads the answer, when it is away */
  readonly message: () => string;
  /** rejects when it is away */
  readonly ask: () => Promise<void>;
}

export interface HealthOptions {
  readonly metrics: Metrics;
  readonly dependencies: readonly Dependency[];
  /** true once the process is asked to stop: not ready any more */
  readonly isStopping: () => boolean;
  /** the region that the process is in; null: there is one */
  readonly region?: string | null;
  /** what readiness says beside its body, for callers that choose between several processes */
  readonly headers?: () => Readonly<Record<string, string>>;
}

export function healthEndpoints(options: HealthOptions): Endpoint[] {
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

function readinessEndpoint({ dependencies, isStopping, region = null, headers = () => ({}) }: HealthOptions): Endpoint {
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
      const checks = await Promise.all(dependencies.map(check));
      if (isStopping()) checks.push({ name: 'process', status: 'failing', message: 'The server is shutting down.' });
      const ready = checks.every((one) => one.status !== 'failing');
      const status = ready ? 'ready' : 'not_ready';
      const body: Readiness = { status, ...(region !== null && { region }), checks };
      return { status: ready ? 200 : 503, body, headers: { ...headers(), ...(!ready && { 'retry-after': '1' }) } };
    },
  );
}

async function check(dependency: Dependency): Promise<Check> {
  const { name, message, ask } = dependency;
  const timeout = new AbortController();
  try {
    const late = delay(CHECK_TIMEOUT_MS[dependency.otherwise], undefined, { signal: timeout.signal }).then(() => {
      throw new Error('time-out');
    });
    await Promise.race([ask(), late]);
    return { name, status: 'ok' };
  } catch {
    return { name, status: dependency.otherwise, message: message() };
  } finally {
    timeout.abort();
  }
}
