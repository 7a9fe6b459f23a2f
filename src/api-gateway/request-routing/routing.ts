// Routes the endpoints of the application server, in this process. What every request passes on its way is in hooks.ts.
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Answer, Endpoint } from '../../application-server/index.ts';
import { AssayError } from '../../errors.ts';
import { deprecationHeaders } from '../api-versioning/deprecation.ts';
import { clientOf } from '../authentication/client.ts';
import { describeRoute } from '../openapi/description.ts';
import { shapeOf } from '../request-body/shape.ts';
import { addVary } from '../transformation/compression.ts';
import { transformAnswer } from '../transformation/transformation.ts';

const DEFAULT_BODY_LIMIT = 65_536;
const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export function routeEndpoints(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  for (const endpoint of endpoints) routeEndpoint(app, endpoint);
  refuseOtherMethods(app, endpoints);
}

function routeEndpoint(app: FastifyInstance, endpoint: Endpoint): void {
  const body = endpoint.body === undefined ? null : shapeOf(endpoint.body, 'body');
  const query = endpoint.query === undefined ? null : shapeOf(endpoint.query, 'query');
  const parameters = endpoint.parameters === undefined ? null : shapeOf(endpoint.parameters, 'parameters');
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: endpoint.bodyLimit ?? DEFAULT_BODY_LIMIT,
    schema: describeRoute(endpoint),
    config: { endpoint },
    handler: async (request, reply) => {
      const answer = await endpoint.handle({
        ...(Buffer.isBuffer(request.body) ? { body: undefined, bytes: request.body } : { body: body?.(request.body) }),
        query: query?.(request.query),
        parameters: parameters?.(request.params),
        caller: request.caller,
        client: () => clientOf(request.headers, request.clientAddress),
        header: (name) => textOf(request.headers[name]),
        requestId: request.identity.requestId,
        idempotency: endpoint.idempotent === true ? idempotencyOf(request) : null,
        elapsedMs: () => performance.now() - request.startedAt,
        signal: abortSignal(request, reply),
        ...(request.chargeContent !== null && { chargeContent: request.chargeContent }),
        ...(typeof request.headers['last-event-id'] === 'string' && { lastEventId: request.headers['last-event-id'] }),
        log: request.log,
        trace: request.trace,
      });
      return send(request, reply, endpoint, transformAnswer(answer, endpoint, request.headers.accept));
    },
  });
}

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : null);

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
function idempotencyOf(request: FastifyRequest): { key: string; bodyHash: Buffer } | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key) || request.bodyHash === null) {
    throw new AssayError('invalid_request', {
      detail: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    });
  }
  return { key, bodyHash: request.bodyHash };
}

/** A signal that aborts when the client hangs up before it has its answer; made when first asked for. */
export function abortSignal(request: FastifyRequest, reply: FastifyReply): () => AbortSignal {
  let controller: AbortController | null = null;
  return () => {
    if (controller !== null) return controller.signal;
    const created = new AbortController();
    // A batch waits for many analyses with this one signal.
    setMaxListeners(0, created.signal);
    controller = created;
    const abort = () => {
      if (!reply.raw.writableFinished) created.abort(new Error('The client hung up.'));
    };
    if (request.raw.destroyed && reply.raw.destroyed) abort();
    else reply.raw.once('close', abort);
    return created.signal;
  };
}

function send(request: FastifyRequest, reply: FastifyReply, endpoint: Endpoint, answer: Answer): FastifyReply {
  reply.headers(deprecationHeaders(endpoint));
  if (endpoint.access !== 'public') reply.header('cache-control', 'private, no-cache');
  const { vary, ...headers } = answer.headers ?? {};
  reply.headers(headers);
  if (vary !== undefined) addVary(reply, vary);
  if (answer.cookies !== undefined) reply.header('set-cookie', answer.cookies);
  if (answer.status === 204) return reply.code(204).send();
  reply.header('content-type', answer.contentType ?? 'application/json; charset=utf-8');
  if (answer.body instanceof Readable) return reply.code(answer.status).send(answer.body);
  const body = toBytesOrText(answer.body);
  if (endpoint.method === 'GET' && endpoint.etag !== false && answer.status === 200) {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
    reply.header('etag', etag);
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
  }
  // As bytes where the type is the answer's own: to text the server would add a charset.
  return reply.code(answer.status).send(answer.contentType === undefined ? body : Buffer.from(body));
}

function toBytesOrText(body: unknown): string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
}

/** If-None-Match by weak comparison (RFC 9110, section 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** An address that exists answers every other method with 405 and the methods it takes. */
function refuseOtherMethods(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  const taken = new Map<string, Set<string>>();
  for (const { path, method } of endpoints) {
    const methods = taken.get(path) ?? new Set();
    methods.add(method);
    if (method === 'GET') methods.add('HEAD');
    taken.set(path, methods);
  }
  for (const [path, methods] of taken) {
    const refused = METHODS.filter((method) => !methods.has(String(method)));
    const handler = () => {
      throw new AssayError('method_not_allowed');
    };
    app.route({
      method: refused,
      url: path,
      schema: { hide: true },
      config: { allow: [...methods].join(', ') },
      handler,
    });
  }
}
