// One request on its way to its home region: the body as it comes, the answer as it comes, an error that says which region is away.
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AssayError, type ErrorCode } from '../../errors.ts';
import type { Metrics } from '../../monitoring/index.ts';
import type { Reply, UpstreamPool } from '../../upstreams/index.ts';
import { passedHeaders, regionAnswerHeaders } from '../request-routing/forwarded-headers.ts';
import { forward, isRepeatable } from '../request-routing/forwarding.ts';
import { abortSignal } from '../request-routing/routing.ts';
import { HOP_HEADER, signHop } from './region-hop.ts';

export interface PassingOptions {
  readonly own: string;
  readonly pool: UpstreamPool;
  readonly key: Buffer;
  readonly timeoutMs: number;
  readonly metrics: Metrics;
}

/** More may not wait for one region: who waits here holds memory that the tenants at home here need. */
const MOST_UNDER_WAY = 1024;
const AWAY_SECONDS = 5;
const BUSY_SECONDS = 5;

/** Throws AssayError `region_unavailable` (nothing was sent), `upstream_failed`, `upstream_timeout` or `overloaded`. */
export async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  home: string,
  options: PassingOptions,
): Promise<FastifyReply> {
  const { pool, timeoutMs, metrics } = options;
  const { method, originalUrl: path, headers } = request;
  const waiting = pool.members().reduce((sum, member) => sum + member.load(), 0);
  if (waiting >= MOST_UNDER_WAY) throw new AssayError('overloaded', { retryAfter: BUSY_SECONDS });
  const body = request.body instanceof Readable ? request.body : null;
  const span = request.trace.begin('pass to region', 'client');
  const call = {
    method,
    path,
    body,
    signal: abortSignal(request, reply)(),
    // What was read of a body is gone.
    repeatable: body === null && isRepeatable(method, headers),
    headersFor: () => headersOf(request, home, options, span.traceparent),
  };
  let answer: Reply;
  try {
    answer = await forward(pool, call, timeoutMs);
    metrics.requestPassedOn({ region: home, outcome: 'answered' });
  } catch (error) {
    metrics.requestPassedOn({
      region: home,
      outcome: error instanceof AssayError ? (OUTCOMES[error.code] ?? 'failed') : 'abandoned',
    });
    throw ofRegion(error, home);
  } finally {
    span.end({ 'assay.region': home });
  }
  reply.code(answer.status).headers(regionAnswerHeaders(answer.headers));
  if (method === 'HEAD') {
    reply.header('content-length', answer.headers['content-length'] ?? '0');
    return reply.send();
  }
  return reply.send(answer.status === 204 || answer.status === 304 ? undefined : answer.body);
}

const OUTCOMES: Readonly<Partial<Record<ErrorCode, 'unavailable'>>> = { upstream_unavailable: 'unavailable' };

function headersOf(request: FastifyRequest, home: string, { own, key }: PassingOptions, traceparent: string) {
  const { method, originalUrl: path, headers, clientAddress, identity } = request;
  const { requestId } = identity;
  const { host = '' } = headers;
  const hop = { from: own, to: home, method, path, requestId, clientAddress, host };
  const length = headers['content-length'];
  return passedHeaders(headers, {
    'x-request-id': requestId,
    traceparent,
    [HOP_HEADER]: signHop(key, hop),
    ...(length !== undefined && request.body instanceof Readable && { 'content-length': length }),
  });
}

/** The same failures as of an application server, told of the region. */
function ofRegion(error: unknown, home: string): unknown {
  if (!(error instanceof AssayError)) return error;
  if (error.code === 'upstream_unavailable') {
    const detail = `The tenant is at home in the region ${home}, which cannot be reached now. Nothing was sent to it.`;
    return new AssayError('region_unavailable', { detail, retryAfter: AWAY_SECONDS, cause: error });
  }
  if (error.code !== 'upstream_failed' && error.code !== 'upstream_timeout') return error;
  const detail = `The region ${home} was sent the request and gave no answer; it may have been carried out.`;
  return new AssayError(error.code, { detail, cause: error });
}
