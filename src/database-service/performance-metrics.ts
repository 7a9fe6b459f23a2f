// How long analyses take: stored in batches, rolled up to hours and days, read as percentiles.
import { type SqlBool, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';
import { storableJson } from './storable.ts';
import { firstIdAt } from './time-ordered-ids.ts';

export interface Timing {
  readonly at: Date;
  readonly language: string;
  readonly modelVersion: string;
  readonly cached: boolean;
  readonly failed: boolean;
  readonly codeBytes: number;
  /** waiting for a worker */
  readonly queueMs: number;
  /** in the worker */
  readonly modelMs: number;
  readonly storeMs: number;
  /** until the answer was ready, since the request began */
  readonly totalMs: number;
}

export interface PerformanceFilter {
  readonly since: Date;
  readonly until: Date;
  readonly interval: 'hour' | 'day';
  readonly language?: string;
  readonly modelVersion?: string;
}

export interface PerformanceBucket {
  /** null: over the whole time */
  readonly startsAt: Date | null;
  readonly analyses: number;
  readonly failures: number;
  readonly cached: number;
  readonly codeBytes: number;
  /** means over those that were not cached */
  readonly queueMs: number | null;
  readonly modelMs: number | null;
  readonly storeMs: number | null;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** Bucket n reaches from SMALLEST × GROWTH^n to the next: what is read from it is at most 5 % off. */
const SMALLEST_MS = 0.01;
const GROWTH = 1.1;
const LAST_BUCKET = 250;

const bucketOf = sql`least(${LAST_BUCKET}, greatest(0, floor(ln(greatest(total_ms, ${SMALLEST_MS}) / ${SMALLEST_MS}) / ln(${GROWTH}::float8))))::smallint`;
/** of UUIDv7 */
const timeOf = (column: string) =>
  sql`to_timestamp((('x' || left(replace(${sql.ref(column)}::text, '-', ''), 12))::bit(48)::bigint) / 1000.0)`;
const MEASURES = sql.raw('analyses, failures, code_bytes, queue_ms, model_ms, store_ms, total_ms');
const KEYS = sql.raw('period, starts_at, language, model_version, cached, bucket');
const ADDED = sql.raw(
  ['analyses', 'failures', 'code_bytes', 'queue_ms', 'model_ms', 'store_ms', 'total_ms']
    .map((name) => `${name} = timing_rollups.${name} + excluded.${name}`)
    .join(', '),
);

export async function saveTimings(tx: TenantTransaction, timings: readonly Timing[]): Promise<void> {
  const rows = timings.map(({ at, ...timing }) => ({ ...timing, id: uuidv7({ msecs: at.getTime() }) }));
  await sql`
    insert into analysis_timings (timing_id, language, model_version, cached, failed, code_bytes, queue_ms, model_ms, store_ms,
      total_ms)
    select id, language, "modelVersion", cached, failed, "codeBytes", "queueMs", "modelMs", "storeMs", "totalMs"
    from json_to_recordset(${storableJson(rows)}::json) as timing(id uuid, language text, "modelVersion" text, cached boolean,
      failed boolean, "codeBytes" bigint, "queueMs" float8, "modelMs" float8, "storeMs" float8, "totalMs" float8)`.execute(
    tx,
  );
}

/** Rolls at most `limit` rows made before this time up to hours; returns how many. Each is counted exactly once. */
export async function rollUpHours(tx: TenantTransaction, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with rolled as (
      delete from analysis_timings where timing_id in (
        select timing_id from analysis_timings where timing_id < ${firstIdAt(before)}::uuid order by timing_id limit ${limit})
      returning *
    ), added as (
      insert into timing_rollups (${KEYS}, ${MEASURES})
      select 'hour', date_trunc('hour', ${timeOf('timing_id')}, 'UTC'), language, model_version, cached, ${bucketOf},
        count(*), count(*) filter (where failed), sum(code_bytes), sum(queue_ms), sum(model_ms), sum(store_ms), sum(total_ms)
      from rolled group by 1, 2, 3, 4, 5, 6 order by 2, 3, 4, 5, 6
      on conflict (tenant_id, period, starts_at, language, model_version, cached, bucket) do update set ${ADDED}
    )
    select count(*)::int as count from rolled`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Rolls at most `limit` rows of hours before this time up to days; returns how many. */
export async function rollUpDays(tx: TenantTransaction, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with old as (
      select ${KEYS} from timing_rollups where period = 'hour' and starts_at < ${before} order by starts_at limit ${limit}
    ), rolled as (
      delete from timing_rollups where (${KEYS}) in (select ${KEYS} from old) returning *
    ), added as (
      insert into timing_rollups (${KEYS}, ${MEASURES})
      select 'day', date_trunc('day', starts_at, 'UTC'), language, model_version, cached, bucket, sum(analyses), sum(failures),
        sum(code_bytes), sum(queue_ms), sum(model_ms), sum(store_ms), sum(total_ms)
      from rolled group by 1, 2, 3, 4, 5, 6 order by 2, 3, 4, 5, 6
      on conflict (tenant_id, period, starts_at, language, model_version, cached, bucket) do update set ${ADDED}
    )
    select count(*)::int as count from rolled`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Deletes at most `limit` rows of before this time; returns how many. */
export async function deleteRollups(tx: TenantTransaction, before: Date, limit: number): Promise<number> {
  const result = await sql`
    delete from timing_rollups where (${KEYS}) in (
      select ${KEYS} from timing_rollups where period in ('hour', 'day') and starts_at < ${before} limit ${limit})`.execute(
    tx,
  );
  return Number(result.numAffectedRows ?? 0n);
}

interface Row {
  readonly startsAt: Date;
  readonly cached: boolean;
  readonly bucket: number;
  readonly analyses: number;
  readonly failures: number;
  readonly codeBytes: number;
  readonly queueMs: number;
  readonly modelMs: number;
  readonly storeMs: number;
  readonly totalMs: number;
}

/** One entry for each hour or day in which something was analysed, and one over all of them. */
export async function readPerformance(
  tx: TenantTransaction,
  filter: PerformanceFilter,
): Promise<{ readonly total: PerformanceBucket; readonly intervals: readonly PerformanceBucket[] }> {
  const { since, until, interval } = filter;
  const [language, model] = [filter.language ?? null, filter.modelVersion ?? null];
  const fits = sql<SqlBool>`(${language}::text is null or language = ${language}) and (${model}::text is null or model_version = ${model})`;
  const { rows } = await sql<Row>`
    with parts as (
      select starts_at as at, cached, bucket, ${MEASURES} from timing_rollups
      where period in ('hour', 'day') and starts_at >= ${since} and starts_at < ${until} and ${fits}
      union all
      select ${timeOf('timing_id')}, cached, ${bucketOf}, 1, failed::int, code_bytes, queue_ms, model_ms, store_ms, total_ms
      from analysis_timings
      where timing_id >= ${firstIdAt(since)}::uuid and timing_id < ${firstIdAt(until)}::uuid and ${fits}
    )
    select date_trunc(${interval}, at, 'UTC') as "startsAt", cached, bucket, sum(analyses)::float8 as analyses,
      sum(failures)::float8 as failures, sum(code_bytes)::float8 as "codeBytes", sum(queue_ms) as "queueMs",
      sum(model_ms) as "modelMs", sum(store_ms) as "storeMs", sum(total_ms) as "totalMs"
    from parts group by 1, 2, 3 order by 1, 3`.execute(tx);
  const intervals = new Map<number, Row[]>();
  for (const row of rows) {
    const time = row.startsAt.getTime();
    intervals.set(time, [...(intervals.get(time) ?? []), row]);
  }
  return {
    total: summarise(null, rows),
    intervals: [...intervals].map(([time, members]) => summarise(new Date(time), members)),
  };
}

function summarise(startsAt: Date | null, rows: readonly Row[]): PerformanceBucket {
  const sum = (of: readonly Row[], value: (row: Row) => number) => of.reduce((total, row) => total + value(row), 0);
  const fresh = rows.filter((row) => !row.cached);
  const [all, analysed] = [sum(rows, (row) => row.analyses), sum(fresh, (row) => row.analyses)];
  const mean = (of: readonly Row[], count: number, value: (row: Row) => number) =>
    count === 0 ? null : sum(of, value) / count;
  const percentile = percentiles(rows, all);
  return {
    startsAt,
    analyses: all,
    failures: sum(rows, (row) => row.failures),
    cached: all - analysed,
    codeBytes: sum(rows, (row) => row.codeBytes),
    queueMs: mean(fresh, analysed, (row) => row.queueMs),
    modelMs: mean(fresh, analysed, (row) => row.modelMs),
    storeMs: mean(fresh, analysed, (row) => row.storeMs),
    meanMs: mean(rows, all, (row) => row.totalMs),
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  };
}

/** The middle of the bucket in which the share of all is reached. */
function percentiles(rows: readonly Row[], all: number): (share: number) => number | null {
  const counts = new Map<number, number>();
  for (const { bucket, analyses } of rows) counts.set(bucket, (counts.get(bucket) ?? 0) + analyses);
  const sorted = [...counts].sort(([left], [right]) => left - right);
  return (share) => {
    let seen = 0;
    for (const [bucket, count] of sorted) {
      seen += count;
      if (seen >= share * all) return SMALLEST_MS * GROWTH ** (bucket + 0.5);
    }
    return null;
  };
}
