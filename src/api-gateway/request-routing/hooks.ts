// What every request passes, in this order: a name, its address, who asks, the quota, the body.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import { createTrace, type FinishedSpan, type Logger, type Metrics, type Tracing } from '../../monitoring/index.ts';
import { isAllowed } from '../../security/index.ts';
import { unknownPath } from '../api-versioning/api-versioning.ts';
import { clientAddress } from '../client-address/client-address.ts';
import { permitOrigin } from '../cross-origin/cross-origin.ts';
import type { RateLimiter } from '../rate-limiting/rate-limiting.ts';
import type { RegionRouting } from '../region-routing/region-routing.ts';
import { identifyRequest, newSpanId } from '../request-identity/request-identity.ts';
import { type Admission, useQuota } from './admission.ts';
import { takePlace } from './places.ts';

export interface HookOptions {
  readonly admission: Admission;
  /** null: what is behind counts nothing */
  readonly rateLimiter: RateLimiter | null;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
  readonly trustedProxyHops: number;
  /** pages of these origins may read answers */
  readonly corsOrigins: readonly string[];
  /** null: there are no other regions, or gateways before this server look after them */
  readonly regions: RegionRouting | null;
}

export function addHooks(app: FastifyInstance, options: HookOptions): void {
  const { admission, rateLimiter } = options;
  decorateRequests(app);
  app.addHook('onRequest', async (request, reply) => {
    begin(request, reply, options);
    options.regions?.receive(request, reply);
    const { endpoint, isPassedOn } = request.routeOptions.config;
    if (endpoint?.probe === true) return;
    const isPreflight = permitOrigin(request, reply, options.corsOrigins);
    if (isPassedOn === true) return;
    if (endpoint === undefined || endpoint.access === 'public') {
      await admission.admitAnyone(request, reply);
      if (isPreflight) return await reply.code(204).send();
      refuseUnknownAddress(request, reply);
      return;
    }
    const { permissions, project, tenantId } = await admission.admitCaller(request, reply);
    if (!isAllowed(permissions, endpoint.access)) throw new AssayError('forbidden');
    if (project && endpoint.projectKeys !== true) {
      throw new AssayError('forbidden', { detail: 'This key is restricted to a project; it may not do that.' });
    }
    takePlace(endpoint, tenantId, reply);
  });
  app.addHook('preHandler', async (request, reply) => {
    const { caller, quota, routeOptions } = request;
    if (caller === null || rateLimiter === null || routeOptions.config.endpoint?.metered !== true) return;
    const charge = async (bytes: number) =>
      useQuota(request, reply, await rateLimiter.countContent(caller, bytes, quota));
    request.chargeContent = charge;
    await charge(request.bodyBytes);
  });
}

/** What request-context.ts declares. */
export function decorateRequests(app: FastifyInstance): void {
  const names = [
    'identity',
    'trace',
    'refusal',
    'clientAddress',
    'caller',
    'quota',
    'bodyHash',
    'chargeContent',
  ] as const;
  for (const name of names) app.decorateRequest(name);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('bodyBytes', 0);
}

/** Names the request and follows it to its end, whether it is answered or the client hangs up. */
export function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Pick<HookOptions, 'metrics' | 'logger' | 'tracing' | 'trustedProxyHops'>,
): void {
  const { metrics, logger, tracing } = options;
  request.startedAt = performance.now();
  request.caller = null;
  request.quota = null;
  request.bodyHash = null;
  request.refusal = null;
  request.chargeContent = null;
  const isProbe = request.routeOptions.config.endpoint?.probe === true;
  const identity = identifyRequest(request.headers, () => !isProbe && tracing.sample());
  request.identity = identity;
  request.trace = createTrace(tracing, identity, newSpanId);
  request.clientAddress = clientAddress(request.raw, options.trustedProxyHops);
  reply.header('x-request-id', identity.requestId).header('traceparent', identity.traceparent);
  const names = { request_id: identity.requestId, trace_id: identity.traceId, span_id: identity.spanId };
  request.log = logger.child(names);
  metrics.requestStarted();
  reply.raw.once('close', () => {
    const endedAt = performance.now();
    const milliseconds = endedAt - request.startedAt;
    const route = request.routeOptions.url ?? 'none';
    // 499, as nginx writes it: the client was gone before the answer.
    const status = reply.raw.writableFinished ? reply.raw.statusCode : 499;
    const { method, refusal } = request;
    metrics.requestFinished({ method, route, status, seconds: milliseconds / 1000, refusal });
    if (identity.sampled) tracing.record(spanOf(request, route, status, endedAt));
    const { tenantId, credential } = request.caller ?? {};
    const duration = Math.round(milliseconds * 100) / 100;
    const fields = {
      method,
      route,
      status,
      duration_ms: duration,
      tenant: tenantId,
      credential: credential?.id,
      ...(refusal !== null && { refusal }),
    };
    request.log[isProbe ? 'debug' : 'info'](fields, 'request');
  });
}

/** The route and not the address, which holds names and ids. */
function spanOf(request: FastifyRequest, route: string, status: number, endedAt: number): FinishedSpan {
  const { method, identity, startedAt, refusal } = request;
  const { traceId, spanId, parentSpanId, requestId } = identity;
  const attributes = {
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    'assay.request_id': requestId,
    ...(refusal !== null && { 'error.type': refusal }),
  };
  const name = `${method} ${route}`;
  return { traceId, spanId, parentSpanId, name, kind: 'server', startedAt, endedAt, failed: status >= 500, attributes };
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
