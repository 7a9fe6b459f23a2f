// Pages of other origins: only those that the operator lists may read answers (https://fetch.spec.whatwg.org/#http-cors-protocol).
// Never with cookies: sessions are for pages of this server, others bring a token or key.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from '../transformation/compression.ts';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS = [
  'authorization',
  'x-api-key',
  'content-type',
  'content-encoding',
  'accept',
  'idempotency-key',
  'if-none-match',
  'x-request-id',
  'traceparent',
  'assay-region',
].join(', ');
const ANSWER_HEADERS = [
  'x-request-id',
  'traceparent',
  'ratelimit-policy',
  'ratelimit',
  'retry-after',
  'etag',
  'location',
  'link',
  'deprecation',
  'sunset',
  'idempotency-replayed',
  'assay-region',
].join(', ');
const PREFLIGHT_SECONDS = '600';

/** Permits listed origins to read the answer. True: it was a preflight, and there is nothing more to do but send it. */
export function permitOrigin(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): boolean {
  if (origins.length === 0) return false;
  // The answer depends on who asks even where it is refused.
  addVary(reply, 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return false;
  reply.header('access-control-allow-origin', origin);
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (isPreflight) {
    reply.headers({
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': REQUEST_HEADERS,
      'access-control-max-age': PREFLIGHT_SECONDS,
    });
  } else {
    reply.header('access-control-expose-headers', ANSWER_HEADERS);
  }
  return isPreflight;
}
