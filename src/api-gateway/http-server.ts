// The HTTP server under every gateway: time-outs, refusals as problems, security headers, start and stop.
import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { AssayError } from '../errors.ts';
import type { Logger } from '../monitoring/index.ts';
import { answerBrokenConnection, answerProblem } from './problems/problem-answers.ts';
import { identifyRequest } from './request-identity/request-identity.ts';

/** A client that sends its request slower than this is cut off: the largest archive of a scan in it is 2 Mbit a second. */
const REQUEST_TIMEOUT_MS = 300_000;
const MAX_PARAMETER_LENGTH = 500;
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';

/** For the answers that no hook sees; the same that `addSecurityHeaders` gives to all others, and nothing may be loaded. */
const REFUSAL_HEADERS = {
  'content-security-policy': "default-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** A server without routes. `addressFor` says under which address a request is routed, where that is not its own. */
export async function createHttpServer(
  logger: Logger,
  addressFor?: (request: IncomingMessage) => string,
): Promise<FastifyInstance> {
  const baseLogger: FastifyBaseLogger = logger;
  const app: FastifyInstance = fastify({
    loggerInstance: baseLogger,
    // hooks.ts names the request's logger and writes one line a request.
    childLoggerFactory: () => baseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // During the grace period requests on open connections are still answered, with Connection: close.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_TIMEOUT_MS,
    ...(addressFor !== undefined && { rewriteUrl: addressFor }),
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    // An address that cannot be decoded reaches no hook, so the request has no name yet.
    frameworkErrors: (error, request, reply) => {
      request.identity = identifyRequest(request.headers);
      reply.header('x-request-id', request.identity.requestId).headers(REFUSAL_HEADERS);
      answerProblem(error, request, reply);
    },
    clientErrorHandler: (error, socket) => answerBrokenConnection(error, socket),
  });
  // Endpoints check their requests themselves and answer with text: the schemas of the routes only document.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(() => {
    throw new AssayError('not_found');
  });
  closeConnectionsWhenStopping(app);
  await addSecurityHeaders(app);
  return app;
}

/** Listens; port 0 takes a free one. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<{ readonly port: number }> {
  await app.listen({ host, port, listenTextResolver: (address) => `listening at ${address}` });
  const address = app.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : port };
}

/** Takes no new connections, lets the requests under way finish for this long, then cuts what is left. */
export async function drain(app: FastifyInstance, graceMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  await app.close().finally(() => clearTimeout(cut));
}

/** What was under way when the server stops is the last on its connection: a client that keeps it open would hold up the end. */
function closeConnectionsWhenStopping(app: FastifyInstance): void {
  let isStopping = false;
  app.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isStopping) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Pages may load and run what this server serves, and nothing else. */
async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    // Assay is often reached by plain HTTP inside a network, where this would be wrong.
    strictTransportSecurity: false,
  });
  // The proxy that speaks TLS says so. Whoever makes it up hears it himself, and browsers ignore it over plain HTTP.
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers['x-forwarded-proto'] === 'https') reply.header('strict-transport-security', STRICT_TRANSPORT);
  });
}
