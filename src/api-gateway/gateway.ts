// The HTTP server: puts the parts of the gateway together around the endpoints of the application server.
import helmet from '@fastify/helmet';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Endpoint, KeyRing, OidcProvider, Revocations } from '../application-server/index.ts';
import type { Database } from '../database-service/index.ts';
import { AssayError } from '../errors.ts';
import type { Logger, Metrics } from '../monitoring/index.ts';
import { createAuthenticator } from './authentication/authentication.ts';
import { addOpenApi, openApiEndpoint } from './openapi/openapi.ts';
import { answerBrokenConnection, answerProblem } from './problems/problem-answers.ts';
import type { RateLimiter } from './rate-limiting/rate-limiting.ts';
import { acceptJsonBodies } from './request-body/json-body.ts';
import './request-context.ts';
import { identifyRequest } from './request-identity/request-identity.ts';
import { addHooks } from './request-routing/hooks.ts';
import { routeEndpoints } from './request-routing/routing.ts';

export interface GatewayOptions {
  readonly endpoints: readonly Endpoint[];
  /** for looking API keys up */
  readonly database: Database;
  readonly pepper: Buffer;
  /** what the endpoints of this process revoke */
  readonly revocations: Revocations;
  /** sessions that are not used for so long have ended */
  readonly sessionIdleMs: number;
  /** checks access tokens */
  readonly keyRing: KeyRing;
  /** whose tokens are accepted */
  readonly oidcProviders: readonly OidcProvider[];
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** closed with the gateway */
  readonly rateLimiter: RateLimiter;
  /** proxies of the operator's own before this server, whose X-Forwarded-For is believed */
  readonly trustedProxyHops: number;
  /** of this software, for the OpenAPI document */
  readonly version: string;
}

export interface Gateway {
  /** Starts listening; port 0 takes a free one. Returns the address with its port. */
  listen(host: string, port: number): Promise<{ readonly port: number }>;
  /** Stops taking connections, lets the requests under way finish for this long, then cuts what is left. */
  close(graceMs: number): Promise<void>;
  /** the registered routes as `METHOD path`; for the test that compares them with the OpenAPI document */
  readonly routes: readonly string[];
}

/** A client that sends its request slower than this is cut off. */
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_PARAMETER_LENGTH = 500;

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { logger } = options;
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
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    // An address that cannot be decoded reaches no hook, so the request has no name yet.
    frameworkErrors: (error, request, reply) => {
      request.identity = identifyRequest(request.headers);
      reply.header('x-request-id', request.identity.requestId);
      answerProblem(error, request, reply);
    },
    clientErrorHandler: (error, socket) => answerBrokenConnection(error, socket),
  });
  // Endpoints check their requests themselves and answer with text: the schemas of the routes only document.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url, schema }) => {
    const methods = [method].flat().filter((one) => one !== 'HEAD');
    if (schema?.hide !== true) routes.push(...methods.map((one) => `${one} ${url}`));
  });
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(() => {
    throw new AssayError('not_found');
  });
  acceptJsonBodies(app);
  await addSecurityHeaders(app);
  addHooks(app, { ...options, authenticator: createAuthenticator(options) });
  await addOpenApi(app, options.version);
  routeEndpoints(app, [...options.endpoints, openApiEndpoint(app)]);
  await app.ready();
  return {
    routes,
    async listen(host, port) {
      await app.listen({ host, port, listenTextResolver: (address) => `listening at ${address}` });
      const address = app.server.address();
      return { port: typeof address === 'object' && address !== null ? address.port : port };
    },
    async close(graceMs) {
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close().finally(() => clearTimeout(cut));
      await options.rateLimiter.close();
    },
  };
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
    // Assay is often reached by plain HTTP inside a network; whoever puts TLS before it sets this there.
    strictTransportSecurity: false,
  });
}
