// The gateway as a process of its own: knows who asks and counts it, then forwards to application servers.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../application-server/index.ts';
import { AssayError } from '../errors.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import type { UpstreamPool } from '../upstreams/index.ts';
import { type AuthenticatorOptions, createAuthenticator } from './authentication/authentication.ts';
import { permitOrigin } from './cross-origin/cross-origin.ts';
import type { Gateway } from './gateway.ts';
import { createHttpServer, drain, listen } from './http-server.ts';
import type { RateLimiter } from './rate-limiting/rate-limiting.ts';
import type { RegionRouting } from './region-routing/region-routing.ts';
import { type Admission, admitByCredential } from './request-routing/admission.ts';
import { announcedBytes, createBodyRoom } from './request-routing/body-room.ts';
import { ASSERTION_HEADER, type CallerAssertion, signAssertion } from './request-routing/caller-assertion.ts';
import { answerHeaders, requestHeaders } from './request-routing/forwarded-headers.ts';
import { forward, isRepeatable } from './request-routing/forwarding.ts';
import { begin, decorateRequests } from './request-routing/hooks.ts';
import { abortSignal, routeEndpoints } from './request-routing/routing.ts';

export interface ForwardingGatewayOptions extends AuthenticatorOptions {
  /** answered by this process itself: its own health */
  readonly probes: readonly Endpoint[];
  /** closed with the gateway */
  readonly upstreams: UpstreamPool;
  readonly upstreamTimeoutMs: number;
  readonly assertionKey: Buffer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
  /** closed with the gateway */
  readonly rateLimiter: RateLimiter;
  readonly trustedProxyHops: number;
  /** pages of these origins may read answers, also those that this gateway gives itself */
  readonly corsOrigins: readonly string[];
  /** null: there are no other regions */
  readonly regions: RegionRouting | null;
}

/** The largest body that any endpoint takes, and what an unknown caller may send. Application servers check the rest. */
const BODY_LIMIT = 64 * 1_048_576;
const UNKNOWN_BODY_LIMIT = 65_536;
/** A body is in memory twice while it is put together: all of them together take half a gibibyte, so that a process of one is enough. */
const BODY_ROOM = { all: 4 * BODY_LIMIT, ofTenant: 2 * BODY_LIMIT, free: 1_048_576, largest: BODY_LIMIT } as const;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export async function createForwardingGateway(options: ForwardingGatewayOptions): Promise<Gateway> {
  const { rateLimiter, upstreams, regions } = options;
  const app = await createHttpServer(options.logger, regions?.addressFor);
  decorateRequests(app);
  app.decorate('supportedVersions', []);
  // Bodies pass as the bytes that they are, also where a method usually has none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, bytes, done) => done(null, bytes));
  const admission = admitByCredential(createAuthenticator(options), rateLimiter);
  const room = createBodyRoom(BODY_ROOM);
  const refusals = new WeakMap<FastifyRequest, CallerAssertion['refusal']>();
  app.addHook('onRequest', async (request, reply) => {
    begin(request, reply, options);
    regions?.receive(request, reply);
    const { endpoint, isPassedOn } = request.routeOptions.config;
    if (endpoint?.probe === true) return;
    permitOrigin(request, reply, options.corsOrigins);
    if (isPassedOn === true) return;
    const refusal = await admit(admission, request, reply);
    refusals.set(request, refusal);
    if (refusal !== null && announcedBytes(request, BODY_LIMIT) > UNKNOWN_BODY_LIMIT) {
      throw new AssayError(refusal.code);
    }
    if (request.caller !== null) room.take(request, request.caller.tenantId, reply);
  });
  routeEndpoints(app, options.probes);
  app.route({
    method: METHODS,
    url: '/*',
    bodyLimit: BODY_LIMIT,
    schema: { hide: true },
    handler: (request, reply) => pass(request, reply, options, refusals.get(request) ?? null),
  });
  regions?.addTo(app);
  await app.ready();
  return {
    routes: [],
    listen: (host, port) => listen(app, host, port),
    async close(graceMs) {
      await drain(app, graceMs);
      upstreams.close();
      await rateLimiter.close();
    },
  };
}

/**
 * Finds out who asks. Whether anybody may ask is known only behind: a refusal is passed on, to be given where a caller is
 * needed. Throws AssayError when a quota is used up.
 */
async function admit(
  admission: Admission,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<CallerAssertion['refusal']> {
  try {
    await admission.admitCaller(request, reply);
    return null;
  } catch (error) {
    if (!(error instanceof AssayError) || (error.status !== 401 && error.status !== 403)) throw error;
    return { code: error.code, detail: error.detail };
  }
}

async function pass(
  request: FastifyRequest,
  reply: FastifyReply,
  { upstreams, upstreamTimeoutMs, assertionKey }: ForwardingGatewayOptions,
  refusal: CallerAssertion['refusal'],
): Promise<FastifyReply> {
  const { method, url: path, identity, caller, clientAddress, headers } = request;
  const { requestId } = identity;
  const body = Buffer.isBuffer(request.body) ? request.body : null;
  const span = request.trace.begin('forward', 'client');
  const answer = await forward(
    upstreams,
    {
      method,
      path,
      body,
      signal: abortSignal(request, reply)(),
      repeatable: isRepeatable(method, headers),
      headersFor: () =>
        requestHeaders(headers, {
          'x-request-id': requestId,
          traceparent: span.traceparent,
          [ASSERTION_HEADER]: signAssertion(
            assertionKey,
            { method, path, requestId },
            { caller, refusal, clientAddress },
          ),
          ...(body !== null && { 'content-length': body.length }),
        }),
    },
    upstreamTimeoutMs,
  ).finally(() => span.end());
  // Quotas of content are counted behind, those of requests here: the client reads one list.
  const counted = answer.headers.ratelimit;
  if (typeof counted === 'string') reply.header('ratelimit', `${String(reply.getHeader('ratelimit'))}, ${counted}`);
  reply.code(answer.status).headers(answerHeaders(answer.headers));
  if (method === 'HEAD') {
    reply.header('content-length', answer.headers['content-length'] ?? '0');
    return reply.send();
  }
  return reply.send(answer.status === 204 || answer.status === 304 ? undefined : answer.body);
}
