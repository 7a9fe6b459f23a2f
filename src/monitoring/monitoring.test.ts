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
    metrics.observeLoad({ load: () => ({ waiting: 3, running: 2 }) });
    metrics.requestStarted();
    metrics.requestFinished({ method: 'GET', route: '/livez', status: 200, seconds: 0.001 });
    metrics.analysisFinished({ language: 'python', outcome: 'ok', seconds: 0.01, issues: 4 });
    metrics.cacheAnswered('hit');
    const text = await metrics.render();
    expect(text).toContain('assay_http_requests_total{method="GET",route="/livez",status="200"} 1');
    expect(text).toContain('assay_analysis_queue{state="waiting"} 3');
    expect(text).toContain('assay_issues_total 4');
    expect(text).toMatch(/nodejs_eventloop_lag_seconds/);
    expect(metrics.totals).toMatchObject({ analyses: 1, issues: 4, cachedAnswers: 1, failures: 0 });
  });

  it('keeps two registries apart and documents every metric', async () => {
    const metrics = createMetrics();
    createMetrics().cacheAnswered('miss');
    metrics.observeLoad({ load: () => ({ waiting: 0, running: 0 }) });
    const text = await metrics.render();
    expect(text).not.toContain('assay_cache_answers_total{');
    const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    const names = [...text.matchAll(/^# TYPE (assay_\w+)/gm)].map((match) => match[1]);
    const documented = [...readme.matchAll(/^\| `(assay_\w+)`/gm)].map((match) => match[1]);
    expect(names.sort()).toEqual(documented.sort());
  });
});
