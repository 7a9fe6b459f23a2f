// How a request is told apart in logs and answers: X-Request-Id, and W3C Trace Context (traceparent).
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { v7 as uuidv7 } from 'uuid';

export interface RequestIdentity {
  /** the client's X-Request-Id, or a UUIDv7 */
  readonly requestId: string;
  /** 32 hex digits */
  readonly traceId: string;
  /** 16 hex digits: this server's part of the trace */
  readonly spanId: string;
  /** 16 hex digits: whose part of the trace this one is under; null when it begins here */
  readonly parentSpanId: string | null;
  /** whether the trace is recorded */
  readonly sampled: boolean;
  /** the header to return: version, trace, this span, flags */
  readonly traceparent: string;
}

/** Printable, without anything that could break a log line, a header or a URN. */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
/** https://www.w3.org/TR/trace-context/#traceparent-header-field-values */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

const SAMPLED = 0x01;

/** Takes what the client sent when it is well-formed, and makes the rest. `sample` decides on a trace that begins here. */
export function identifyRequest(headers: IncomingHttpHeaders, sample: () => boolean = () => false): RequestIdentity {
  const sent = headers['x-request-id'];
  const parent = typeof headers.traceparent === 'string' ? TRACEPARENT.exec(headers.traceparent) : null;
  const spanId = newSpanId();
  const traceId = parent?.[1] ?? randomHex(16);
  const flags = parent?.[3] ?? (sample() ? '01' : '00');
  return {
    requestId: typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : uuidv7(),
    traceId,
    spanId,
    parentSpanId: parent?.[2] ?? null,
    sampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0,
    traceparent: `00-${traceId}-${spanId}-${flags}`,
  };
}

/** 16 hex digits */
export function newSpanId(): string {
  return randomHex(8);
}

/** Asking the system for a few random bytes costs more than all else here, so they are fetched in bulk. */
const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);
let poolUsed = 0;

function randomHex(bytes: number): string {
  if (poolUsed + bytes > pool.length) {
    pool = randomBytes(POOL_BYTES);
    poolUsed = 0;
  }
  poolUsed += bytes;
  return pool.toString('hex', poolUsed - bytes, poolUsed);
}
