// What every request passes, in this order: a name, its address, who asks, the quota, the body.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import type { Logger, Metrics } from '../../monitoring/index.ts';
import { isAllowed } from '../../security/index.ts';
import { unknownPath } from '../api-versioning/api-versioning.ts';
import { clientAddress } from '../client-address/client-address.ts';
import { permitOrigin } from '../cross-origin/cross-origin.ts';
import type { RateLimiter } from '../rate-limiting/rate-limiting.ts';
import { identifyRequest } from '../request-identity/request-identity.ts';
import { type Admission, useQuota } from './admission.ts';

export interface HookOptions {
  readonly admission: Admission;
  readonly rateLimiter: RateLimiter;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly trustedProxyHops: number;
  /** pages of these origins may read answers */
  readonly corsOrigins: readonly string[];
}

export function addHooks(app: FastifyInstance, options: HookOptions): void {
  const { admission, rateLimiter } = options;
  decorateRequests(app);
  app.addHook('onRequest', async (request, reply) => {
    begin(request, reply, options);
    const { endpoint } = request.routeOptions.config;
    if (endpoint?.probe === true) return;
    const isPreflight = permitOrigin(request, reply, options.corsOrigins);
    if (endpoint === undefined || endpoint.access === 'public') {
      await admission.admitAnyone(request, reply);
      if (isPreflight) return await reply.code(204).send();
      refuseUnknownAddress(request, reply);
      return;
    }
    const { permissions, project } = await admission.admitCaller(request, reply);
    if (!isAllowed(permissions, endpoint.access)) throw new AssayError('forbidden');
    if (project && endpoint.projectKeys !== true) {
      throw new AssayError('forbidden', { detail: 'This key is restricted to a project; it may not do that.' });
    }
  });
  app.addHook('preHandler', async (request, reply) => {
    const { caller, quota, routeOptions } = request;
    if (caller === null || routeOptions.config.endpoint?.metered !== true) return;
    useQuota(request, reply, await rateLimiter.countContent(caller, request.bodyBytes, quota));
  });
}

/** What request-context.ts declares. */
export function decorateRequests(app: FastifyInstance): void {
  for (const name of ['identity', 'clientAddress', 'caller', 'quota', 'bodyHash'] as const) app.decorateRequest(name);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('bodyBytes', 0);
}

/** Names the request and follows it to its end, whether it is answered or the client hangs up. */
export function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Pick<HookOptions, 'metrics' | 'logger' | 'trustedProxyHops'>,
): void {
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
  if (request.is404) throw unknownPath(request.url, request.server.supportedVersions);
}
