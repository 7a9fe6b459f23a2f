// The HTTP server: puts the parts of the gateway together around the endpoints of the application server.
import type { Endpoint, KeyRing, OidcProvider, Revocations } from '../application-server/index.ts';
import type { Database } from '../database-service/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import { NEWEST_VERSION } from './api-versioning/api-versioning.ts';
import { type Dialect, dialectEndpoints } from './api-versioning/dialect.ts';
import { createAuthenticator } from './authentication/authentication.ts';
import { createHttpServer, drain, listen } from './http-server.ts';
import { addOpenApi, openApiEndpoint } from './openapi/openapi.ts';
import type { RateLimiter } from './rate-limiting/rate-limiting.ts';
import type { RegionRouting } from './region-routing/region-routing.ts';
import { decompressBodies } from './request-body/content-encoding.ts';
import { acceptJsonBodies, acceptRawBodies } from './request-body/json-body.ts';
import './request-context.ts';
import { admitByAssertion, admitByCredential } from './request-routing/admission.ts';
import { addHooks } from './request-routing/hooks.ts';
import { routeEndpoints } from './request-routing/routing.ts';
import { compressAnswers } from './transformation/compression.ts';

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
  readonly tracing: Tracing;
  /** closed with the gateway */
  readonly rateLimiter: RateLimiter;
  /** proxies of the operator's own before this server, whose X-Forwarded-For is believed */
  readonly trustedProxyHops: number;
  /** null: clients ask, with credentials; otherwise only gateways do, and this is the key that they sign with */
  readonly assertionKey: Buffer | null;
  /** pages of these origins may read answers */
  readonly corsOrigins: readonly string[];
  /** null: no other region, or it is behind gateways */
  readonly regions?: RegionRouting | null;
  /** older major versions, served from the newest; default none */
  readonly dialects?: readonly Dialect[];
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

export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { rateLimiter, assertionKey, regions = null } = options;
  const app = await createHttpServer(options.logger, regions?.addressFor);
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url, schema }) => {
    const methods = [method].flat().filter((one) => one !== 'HEAD');
    if (schema?.hide !== true) routes.push(...methods.map((one) => `${one} ${url}`));
  });
  const { dialects = [] } = options;
  app.decorate('supportedVersions', [NEWEST_VERSION, ...dialects.map(({ version }) => version)]);
  decompressBodies(app);
  acceptJsonBodies(app);
  acceptRawBodies(app, [...new Set(options.endpoints.flatMap(({ rawBodies = [] }) => rawBodies))]);
  const admission =
    assertionKey === null
      ? admitByCredential(createAuthenticator(options), rateLimiter)
      : admitByAssertion(assertionKey);
  addHooks(app, { ...options, admission, regions });
  compressAnswers(app);
  await addOpenApi(app, options.version);
  const older = dialects.flatMap((dialect) => dialectEndpoints(dialect, options.endpoints));
  routeEndpoints(app, [...options.endpoints, ...older, openApiEndpoint(app)]);
  regions?.addTo(app);
  await app.ready();
  return {
    routes,
    listen: (host, port) => listen(app, host, port),
    async close(graceMs) {
      await drain(app, graceMs);
    },
  };
}
