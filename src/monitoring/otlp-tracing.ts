// Sends spans to an OpenTelemetry collector by OTLP over HTTP, in batches, beside the requests that they are about.
import { type Attributes, type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { LineLogger } from './logger.ts';
import type { FinishedSpan, Tracing, TracingOptions } from './tracing.ts';

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
} as const;
const SCOPE = { name: 'assay' };
/** While the collector is away, about 4 MB; what comes beyond that is dropped. */
const MOST_WAITING = 4096;
const FLUSH_MS = 2000;
const EXPORT_TIMEOUT_MS = 3000;

export function createOtlpTracing(options: TracingOptions): Tracing {
  const url = `${options.endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({
    url,
    headers: Object.fromEntries(options.headers),
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const processor = new BatchSpanProcessor({
    exporter: reporting(exporter, options.logger),
    maxQueueSize: MOST_WAITING,
    scheduledDelayMillis: FLUSH_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const resource = resourceFromAttributes({
    'service.name': options.serviceName,
    'service.version': options.serviceVersion,
  });
  return {
    sample: () => Math.random() < options.sampledShare,
    record: (span) => processor.onEnd(readable(span, resource)),
    close: () => processor.shutdown().catch(() => undefined),
  };
}

/** Assay names and times its spans itself; this is the shape in which the exporter reads them. */
function readable(span: FinishedSpan, resource: ReadableSpan['resource']): ReadableSpan {
  const { traceId, spanId, parentSpanId } = span;
  const context = (id: string) => ({ traceId, spanId: id, traceFlags: TraceFlags.SAMPLED });
  const attributes: Attributes = span.attributes;
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => context(spanId),
    ...(parentSpanId !== null && {
      parentSpanContext: { ...context(parentSpanId), isRemote: span.kind === 'server' || span.kind === 'consumer' },
    }),
    startTime: timeOf(performance.timeOrigin + span.startedAt),
    endTime: timeOf(performance.timeOrigin + span.endedAt),
    duration: timeOf(span.endedAt - span.startedAt),
    status: { code: span.failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** seconds and nanoseconds */
function timeOf(milliseconds: number): HrTime {
  const seconds = Math.trunc(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

/** An unreachable collector is worth a line, and nothing else may come of it. */
function reporting(exporter: SpanExporter, logger: LineLogger): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined)
          logger.warn({ err: result.error, spans: spans.length }, 'spans could not be sent');
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
