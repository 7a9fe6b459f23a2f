// What every request passes, in this order: a name, its address, who asks, the quota, the body.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import type { Logger, Metrics } from '../../monitoring/index.ts';
import { isAllowed } from '../../security/index.ts';
import { unknownPath } from '../api-versioning/api-versioning.ts';
import type { Authenticator } from '../authentication/authentication.ts';
import { clientAddress } from '../client-address/client-address.ts';
import type { QuotaState, RateLimiter } from '../rate-limiting/rate-limiting.ts';
import { checkContentEncoding } from '../request-body/json-body.ts';
import { identifyRequest } from '../request-identity/request-identity.ts';

export interface HookOptions {
  readonly authenticator: Authenticator;
  readonly rateLimiter: RateLimiter;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly trustedProxyHops: number;
}

export function addHooks(app: FastifyInstance, options: HookOptions): void {
  const { authenticator, rateLimiter } = options;
  for (const name of ['identity', 'clientAddress', 'caller', 'quota', 'bodyHash'] as const) app.decorateRequest(name);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('bodyBytes', 0);

  app.addHook('onRequest', async (request, reply) => {
    begin(request, reply, options);
    const { endpoint } = request.routeOptions.config;
    if (endpoint?.probe === true) return;
    const countAddress = async () => useQuota(request, reply, await rateLimiter.countAddress(request.clientAddress));
    if (endpoint === undefined || endpoint.access === 'public') {
      await countAddress();
      refuseUnknownAddress(request, reply);
      return;
    }
    const { method, headers } = request;
    const caller = await authenticator.authenticate({ method, headers }).catch(async (refusal: unknown) => {
      // Whoever tries keys pays with the quota of the address.
      if (refusal instanceof AssayError && refusal.code === 'unauthenticated') await countAddress();
      throw refusal;
    });
    request.caller = caller;
    useQuota(request, reply, await rateLimiter.countRequest(caller));
    if (!isAllowed(caller.permissions, endpoint.access)) throw new AssayError('forbidden');
    if (caller.project && endpoint.projectKeys !== true) {
      throw new AssayError('forbidden', { detail: 'This key is restricted to a project; it may not do that.' });
    }
    checkContentEncoding(request);
  });

  app.addHook('preHandler', async (request, reply) => {
    const { caller, quota, routeOptions } = request;
    if (caller === null || quota === null || routeOptions.config.endpoint?.metered !== true) return;
    useQuota(request, reply, await rateLimiter.countContent(caller, request.bodyBytes, quota));
  });
}

/** Names the request and follows it to its end, whether it is answered or the client hangs up. */
function begin(request: FastifyRequest, reply: FastifyReply, options: HookOptions): void {
  const { metrics, logger } = options;
  request.startedAt = performance.now();
  request.caller = null;
  request.quota = null;
  request.bodyHash = null;
  const identity = identifyRequest(request.headers);
  request.identity = identity;
  request.clientAddress = clientAddress(request.raw, options.trustedProxyHops);
  reply.header('x-request-id', identity.requestId).header('traceparent', identity.traceparent);
  const names = { request_id: identity.requestId, trace_id: identity.traceId, span_id: identity.spanId };
  request.log = logger.child(names);
  metrics.requestStarted();
  reply.raw.once('close', () => {
    const milliseconds = performance.now() - request.startedAt;
    const route = request.routeOptions.url ?? 'none';
    // 499, as nginx writes it: the client was gone before the answer.
    const status = reply.raw.writableFinished ? reply.raw.statusCode : 499;
    metrics.requestFinished({ method: request.method, route, status, seconds: milliseconds / 1000 });
    const { tenantId, credential } = request.caller ?? {};
    const duration = Math.round(milliseconds * 100) / 100;
    const fields = {
      method: request.method,
      route,
      status,
      duration_ms: duration,
      tenant: tenantId,
      credential: credential?.id,
    };
    const level = request.routeOptions.config.endpoint?.probe === true ? 'debug' : 'info';
    request.log[level](fields, 'request');
  });
}

/** Before the body is read: what goes nowhere is not parsed. */
function refuseUnknownAddress(request: FastifyRequest, reply: FastifyReply): void {
  const { allow } = request.routeOptions.config;
  if (allow !== undefined) {
    reply.header('allow', allow);
    throw new AssayError('method_not_allowed', { detail: `This address takes ${allow}.` });
  }
  if (request.is404) throw unknownPath(request.url);
}

function useQuota(request: FastifyRequest, reply: FastifyReply, quota: QuotaState): void {
  request.quota = quota;
  reply.header('ratelimit-policy', quota.policy).header('ratelimit', quota.limit);
  if (quota.violated.length > 0) throw new AssayError('rate_limited', { retryAfter: quota.retryAfter });
}
