import { afterEach, describe, expect, it } from 'vitest';
import { type OtlpReceiver, startOtlpReceiver } from '../../tests/services/otlp-receiver.ts';
import { createTrace, NO_TRACING, openTracing, type Tracing } from './index.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
let collector: OtlpReceiver | null = null;
afterEach(() => collector?.stop());

const warned: string[] = [];
const logger = {
  debug() {},
  info() {},
  error() {},
  warn: (details: object, message?: string) => void warned.push(`${message} ${JSON.stringify(details)}`),
} as never;

async function open(endpoint: string): Promise<Tracing> {
  const names = { serviceName: 'assay-test', serviceVersion: '1.2.3' };
  return await openTracing({ endpoint, headers: new Map([['x-key', 'k']]), ...names, sampledShare: 1, logger });
}

const identity = (sampled: boolean) => ({
  traceId: TRACE,
  spanId: SPAN,
  traceparent: `00-${TRACE}-${SPAN}-0${sampled ? 1 : 0}`,
  sampled,
});

describe('traces', () => {
  it('arrive at a collector with their times, ids and attributes', async () => {
    collector = await startOtlpReceiver();
    const tracing = await open(`${collector.address}/`);
    const span = createTrace(tracing, identity(true), () => 'b7ad6b7169203331').begin('part', 'client');
    expect(span.traceparent).toBe(`00-${TRACE}-b7ad6b7169203331-01`);
    span.end({ count: 3, hit: true, language: 'go' }, true);
    const times = { startedAt: 10, endedAt: 12.5, failed: false, attributes: {} };
    const ids = { traceId: TRACE, spanId: SPAN, parentSpanId: null };
    tracing.record({ ...ids, name: 'whole', kind: 'server', ...times });
    await tracing.close();
    expect(collector.spans).toMatchObject([
      {
        service: 'assay-test',
        traceId: TRACE,
        spanId: 'b7ad6b7169203331',
        parentSpanId: SPAN,
        name: 'part',
        kind: 3,
        failed: true,
        attributes: { count: 3, hit: true, language: 'go' },
      },
      { spanId: SPAN, parentSpanId: '', kind: 2, failed: false },
    ]);
    expect(collector.spans[1]?.nanoseconds).toBeCloseTo(2_500_000, -4);
    expect(collector.headers['x-key']).toBe('k');
  });

  it('that are not sampled pass their ids on and go nowhere', async () => {
    const recorded: unknown[] = [];
    const tracing = { ...NO_TRACING, record: (span: unknown) => void recorded.push(span) };
    const span = createTrace(tracing, identity(false), () => 'unused').begin('part');
    span.end();
    expect(span.traceparent).toBe(identity(false).traceparent);
    expect(recorded).toEqual([]);
    expect((await openTracing(null)).sample()).toBe(false);
  });

  it('fail quietly when no collector is there: a line in the log', async () => {
    const gone = await startOtlpReceiver();
    await gone.stop();
    const tracing = await open(gone.address);
    createTrace(tracing, identity(true), () => 'b7ad6b7169203331')
      .begin('part')
      .end();
    await tracing.close();
    expect(warned.join('\n')).toMatch(/spans could not be sent/);
  });
});
