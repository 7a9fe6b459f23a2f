// Traces: what one request did where, as spans under the ids that the logs name. Off unless a collector is configured.
import type { LineLogger } from './logger.ts';

export type SpanKind = 'server' | 'client' | 'internal' | 'consumer';
/** Counts, times and words of ours. Never code, keys, names of tenants or paths that a client made up. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One finished part of a request. Times by `performance.now()`. */
export interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
  readonly attributes: SpanAttributes;
}

export interface Tracing {
  /** whether a request that continues no trace begins one that is recorded */
  sample(): boolean;
  /** Never waits and never throws; spans are sent in batches. */
  record(span: FinishedSpan): void;
  /** Sends what waits. */
  close(): Promise<void>;
}

export const NO_TRACING: Tracing = { sample: () => false, record: () => undefined, close: async () => undefined };

export interface TracingOptions {
  /** of an OTLP collector, without `/v1/traces` */
  readonly endpoint: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** of requests that continue no trace, 0 to 1 */
  readonly sampledShare: number;
  readonly logger: LineLogger;
}

/** The packages of OpenTelemetry are loaded only here, so that nobody pays for them who sends nothing. */
export async function openTracing(options: TracingOptions | null): Promise<Tracing> {
  if (options === null) return NO_TRACING;
  const { createOtlpTracing } = await import('./otlp-tracing.ts');
  return createOtlpTracing(options);
}

/** The trace of one request, for whoever answers it. */
export interface Trace {
  /** Begins a part of it, under the request itself. */
  begin(name: string, kind?: SpanKind): ActiveSpan;
}

export interface ActiveSpan {
  /** what a callee continues: W3C Trace Context */
  readonly traceparent: string;
  end(attributes?: SpanAttributes, failed?: boolean): void;
}

export interface TraceIdentity {
  readonly traceId: string;
  /** of the request itself */
  readonly spanId: string;
  readonly traceparent: string;
  readonly sampled: boolean;
}

/** A trace that is not sampled costs nothing, and passes the ids of the request on. */
export function createTrace(tracing: Tracing, identity: TraceIdentity, newSpanId: () => string): Trace {
  const { traceId, traceparent, sampled } = identity;
  if (!sampled) return { begin: () => ({ traceparent, end: () => undefined }) };
  return {
    begin(name, kind = 'internal') {
      const spanId = newSpanId();
      const startedAt = performance.now();
      return {
        traceparent: `00-${traceId}-${spanId}-01`,
        end(attributes = {}, failed = false) {
          const endedAt = performance.now();
          const parentSpanId = identity.spanId;
          tracing.record({ traceId, spanId, parentSpanId, name, kind, startedAt, endedAt, failed, attributes });
        },
      };
    },
  };
}
