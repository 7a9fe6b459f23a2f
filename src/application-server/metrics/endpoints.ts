// GET /api/v1/metrics/trends, /performance and /accuracy: what dashboards draw.
import {
  AccuracyQuery,
  AccuracyReport,
  canonicalLanguageId,
  Performance,
  PerformanceQuery,
  Trends,
  TrendsQuery,
} from '../../contract/index.ts';
import { type Database, type PerformanceBucket, readPerformance, readTrends } from '../../database-service/index.ts';
import { accuracyReport } from '../../training-pipeline/index.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import { timeRange } from './time-range.ts';

export function metricsEndpoints(database: Database): Endpoint[] {
  return [trendsEndpoint(database), performanceEndpoint(database), accuracyEndpoint(database)];
}

function trendsEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/metrics/trends',
      operationId: 'getTrends',
      tag: 'metrics',
      summary: 'Issues that appeared and were fixed, day by day.',
      access: 'metrics:read',
      query: TrendsQuery,
      answers: { 200: json('Days with changes.', Trends) },
    },
    async ({ query: { since: _, until: __, ...filter }, query, caller }) => {
      const { since, until } = timeRange(query);
      const items = await database.asTenantReading(caller.tenantId, (tx) =>
        readTrends(tx, { ...filter, since, until }),
      );
      const body: Trends = { since: since.toISOString(), until: until.toISOString(), by: filter.by ?? null, items };
      return { status: 200, body };
    },
  );
}

function accuracyEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/metrics/accuracy',
      operationId: 'getAccuracy',
      tag: 'metrics',
      summary: 'How right the shown confidences were, by the verdicts of this tenant.',
      access: 'metrics:read',
      query: AccuracyQuery,
      answers: { 200: json('Log-loss, calibration, AUC, precision by rule, and curves.', AccuracyReport) },
    },
    async ({ query, caller }) => {
      const until = query.until ?? new Date().toISOString();
      const range = timeRange({ since: query.since ?? yearBefore(until), until });
      return { status: 200, body: await accuracyReport(database, caller.tenantId, range) };
    },
  );
}

const LONGEST_MS = 400 * 86_400_000;

/** As long as may be asked for; a time that is none is refused later. */
function yearBefore(until: string): string {
  const time = Date.parse(until);
  return Number.isNaN(time) ? until : new Date(time - LONGEST_MS).toISOString();
}

function performanceEndpoint(database: Database): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/api/v1/metrics/performance',
      operationId: 'getPerformance',
      tag: 'metrics',
      summary: 'How long answers took, by hour or day, with percentiles.',
      description: 'Times are stored in batches: what was answered in the last two seconds may be missing.',
      access: 'metrics:read',
      query: PerformanceQuery,
      answers: { 200: json('Intervals in which something was analysed, and all of them together.', Performance) },
    },
    async ({ query, caller }) => {
      const { since, until } = timeRange(query);
      const { interval = 'day', language, model } = query;
      const filter = {
        ...(language !== undefined && { language: canonicalLanguageId(language) }),
        ...(model !== undefined && { modelVersion: model }),
      };
      const { total, intervals } = await database.asTenantReading(caller.tenantId, (tx) =>
        readPerformance(tx, { since, until, interval, ...filter }),
      );
      const items = intervals.map((one) => ({ starts_at: (one.startsAt ?? since).toISOString(), ...toWire(one) }));
      const body: Performance = {
        since: since.toISOString(),
        until: until.toISOString(),
        interval,
        total: toWire(total),
        items,
      };
      return { status: 200, body };
    },
  );
}

function toWire(bucket: PerformanceBucket): Performance['total'] {
  return {
    analyses: bucket.analyses,
    cached: bucket.cached,
    failures: bucket.failures,
    code_bytes: bucket.codeBytes,
    queue_ms: rounded(bucket.queueMs),
    model_ms: rounded(bucket.modelMs),
    store_ms: rounded(bucket.storeMs),
    mean_ms: rounded(bucket.meanMs),
    p50_ms: rounded(bucket.p50Ms),
    p95_ms: rounded(bucket.p95Ms),
    p99_ms: rounded(bucket.p99Ms),
  };
}

/** to thousandths of a millisecond */
function rounded(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds * 1000) / 1000;
}
