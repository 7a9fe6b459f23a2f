import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLogger, createMetrics, type Logger } from './index.ts';

function captured(write: (logger: Logger) => void, redact?: (text: string) => string): string {
  let text = '';
  const stream = {
    write(line: string) {
      text += line;
    },
  };
  write(createLogger({ level: 'trace', stream, ...(redact !== undefined && { redact }) }));
  return text;
}

describe('createLogger', () => {
  it('never writes code, keys or authorization headers', () => {
    const text = captured((logger) => {
      logger.info({ code: 'SECRET', headers: { authorization: 'SECRET', 'x-api-key': 'SECRET' } }, 'one');
      logger.child({ api_key: 'SECRET' }).warn({ body: { code: 'SECRET' } }, 'two');
    });
    expect(text).toContain('"one"');
    expect(text).toContain('"two"');
    expect(text).not.toContain('SECRET');
  });

  it('writes a line of JSON for each call, in UTC, whatever is in the words', () => {
    const forged = 'done\n{"level":"info","msg":"admin logged in"}\r\n\u2028x';
    const text = captured((logger) => logger.info({ name: forged }, forged));
    expect(text.split('\n')).toHaveLength(2);
    const line = JSON.parse(text);
    expect(line).toMatchObject({ level: 'info', name: forged, msg: forged });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('writes an error with its causes and without its other properties', () => {
    const cause = Object.assign(new Error('connection lost'), { code: '57P01', detail: 'Key (code)=(SECRET)' });
    const line = JSON.parse(captured((logger) => logger.error({ err: new Error('failed', { cause }) }, 'x')));
    expect(line).toMatchObject({ level: 'error', err: { message: 'failed', cause: { error_code: '57P01' } } });
    expect(JSON.stringify(line)).not.toContain('SECRET');
  });
});

describe('redact', () => {
  it('is applied to what errors and their causes say', () => {
    const cause = new Error('postgres://assay:hunter2@db');
    const log = (logger: Logger) => logger.error({ err: new Error('no hunter2', { cause }) }, 'x');
    const text = captured(log, (message) => message.replaceAll('hunter2', '***'));
    expect(text).toContain('postgres://assay:***@db');
    expect(text).not.toContain('hunter2');
  });
});

describe('createMetrics', () => {
  it('counts requests, analyses, cache answers and reads the load when asked', async () => {
    const metrics = createMetrics();
    metrics.observeLoad({
      analyses: () => ({ waiting: 3, running: 2 }),
      database: () => ({ connections: 4, idle: 1, waiting: 0 }),
      cache: () => ({
        memory: { hits: 5, misses: 9, failures: 0 },
        redis: { hits: 3, misses: 6, failures: 7 },
      }),
      readReplica: () => ({ state: 'behind', lagSeconds: 2.5, answered: { replica: 4, primary: 1 } }),
      upstreams: () => ({ available: 1, configured: 2 }),
      regions: () => [{ name: 'us', isAvailable: false }],
      dataDirectory: '.',
      signingKeyAge: async () => 100,
      signingKeyDays: 1,
    });
    metrics.requestStarted();
    metrics.requestFinished({ method: 'GET', route: '/livez', status: 200, seconds: 0.001, refusal: null });
    metrics.requestStarted();
    metrics.requestFinished({ method: 'GET', route: '/x', status: 429, seconds: 0.001, refusal: 'rate_limited' });
    const analysis = { language: 'python', outcome: 'ok', model: '1.2.3', seconds: 0.01, engineSeconds: 0.008 };
    metrics.analysisFinished({ ...analysis, issues: 4 });
    metrics.cacheAnswered('hit');
    metrics.requestPassedOn({ region: 'us', outcome: 'unavailable' });
    metrics.bundleFetched({ region: 'us', outcome: 'stored' });
    const text = await metrics.render();
    expect(text).toContain('assay_region_up{region="us"} 0');
    expect(text).toContain('assay_region_requests_total{region="us",outcome="unavailable"} 1');
    expect(text).toContain('assay_region_bundles_total{region="us",outcome="stored"} 1');
    expect(text).toContain('assay_http_requests_total{method="GET",route="/livez",status="200"} 1');
    expect(text).toContain('assay_analysis_queue{state="waiting"} 3');
    expect(text).toContain('assay_issues_total 4');
    expect(text).toContain('assay_analyses_total{language="python",outcome="ok",model="1.2.3"} 1');
    expect(text).toContain('assay_refusals_total{code="rate_limited"} 1');
    expect(text).toContain('assay_database_pool{state="idle"} 1');
    expect(text).toContain('assay_cache_operations_total{tier="redis",outcome="failure"} 7');
    expect(text).toMatch(/^assay_read_replica_up 0$/m);
    expect(text).toMatch(/^assay_read_replica_lag_seconds 2.5$/m);
    expect(text).toContain('assay_history_questions_total{side="replica"} 4');
    expect(text).toContain('assay_upstreams{state="available"} 1');
    expect(text).toContain('assay_signing_key_rotation_due_seconds 86300');
    expect(text).toMatch(/assay_data_directory_bytes\{state="free"\} [1-9]/);
    // Nobody has looked at the audit chains yet: not the same as a broken one.
    expect(text).not.toMatch(/^assay_audit_chain_intact /m);
    metrics.auditVerified(false);
    expect(await metrics.render()).toMatch(/^assay_audit_chain_intact 0$/m);
    // Nor how far models have drifted: zero would be a claim.
    expect(text).not.toContain('assay_model_drift{');
    metrics.modelsWatched(new Map([['scores', { index: 0.3, tenants: 2 }]]));
    metrics.findingJudged({ rule: 'sql-injection', place: 5, useful: true });
    metrics.findingJudged({ rule: null, place: 6, useful: false });
    const watched = await metrics.render();
    expect(watched).toContain('assay_model_drift{of="scores"} 0.3');
    expect(watched).toContain('assay_model_drift_tenants{of="scores"} 2');
    expect(watched).toContain('assay_rule_verdicts_total{rule="sql-injection",outcome="useful"} 1');
    expect(watched).toContain('assay_rule_verdicts_total{rule="own",outcome="not_useful"} 1');
    expect(watched).toMatch(/^assay_first_five_verdicts_total\{outcome="useful"\} 1$/m);
    expect(watched).not.toContain('assay_first_five_verdicts_total{outcome="not_useful"}');
    // Read anew at each scrape, not added up.
    expect(await metrics.render()).toContain('assay_cache_operations_total{tier="memory",outcome="hit"} 5');
    expect(text).toMatch(/nodejs_eventloop_lag_seconds/);
    expect(metrics.totals).toMatchObject({ analyses: 1, issues: 4, cachedAnswers: 1, failures: 0 });
  });

  it('keeps two registries apart and documents every metric', async () => {
    const metrics = createMetrics();
    createMetrics().cacheAnswered('miss');
    metrics.observeLoad({
      regions: () => [],
      readReplica: () => ({ state: 'answering', lagSeconds: 0, answered: { replica: 0, primary: 0 } }),
      analyses: () => ({ waiting: 0, running: 0 }),
      database: () => ({ connections: 0, idle: 0, waiting: 0 }),
      cache: () => ({ memory: { hits: 0, misses: 0, failures: 0 } }),
      modelReplicas: () => ({ available: 1, configured: 2 }),
      upstreams: () => ({ available: 1, configured: 2 }),
      queues: async () => [{ name: 'scans', ready: 3, running: 1, dead: 2, oldestSeconds: 7.5 }],
      dataDirectory: '.',
      signingKeyAge: async () => 100,
    });
    metrics.messageHandled({ queue: 'scans', outcome: 'retried', seconds: 2 });
    const text = await metrics.render();
    expect(text).toContain('assay_queue_messages{queue="scans",state="dead"} 2');
    expect(text).toContain('assay_queue_oldest_age_seconds{queue="scans"} 7.5');
    expect(text).toContain('assay_queue_deliveries_total{queue="scans",outcome="retried"} 1');
    expect(text).not.toContain('assay_cache_answers_total{');
    const documentation = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    const names = [...text.matchAll(/^# TYPE (assay_\w+)/gm)].map((match) => match[1]);
    const documented = [...documentation.matchAll(/^\| `(assay_\w+)`/gm)].map((match) => match[1]);
    expect(names.sort()).toEqual(documented.sort());
  });
});
