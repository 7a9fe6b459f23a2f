// The HTTP server of a role that answers other processes of the installation and no clients.
import type { Endpoint } from '../application-server/index.ts';
import type { Logger, Metrics, Tracing } from '../monitoring/index.ts';
import type { Gateway } from './gateway.ts';
import { createHttpServer, drain, listen } from './http-server.ts';
import { acceptJsonBodies } from './request-body/json-body.ts';
import { admitBySignature } from './request-routing/admission.ts';
import { addHooks } from './request-routing/hooks.ts';
import { routeEndpoints } from './request-routing/routing.ts';

export interface RoleServerOptions {
  readonly endpoints: readonly Endpoint[];
  /** with which callers sign what they ask; probes need no signature */
  readonly key: Buffer;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
}

export async function createRoleServer({ endpoints, key, ...observers }: RoleServerOptions): Promise<Gateway> {
  const app = await createHttpServer(observers.logger);
  app.decorate('supportedVersions', []);
  acceptJsonBodies(app);
  addHooks(app, {
    ...observers,
    admission: admitBySignature(key),
    rateLimiter: null,
    trustedProxyHops: 0,
    corsOrigins: [],
    regions: null,
  });
  routeEndpoints(app, endpoints);
  await app.ready();
  return { routes: [], listen: (host, port) => listen(app, host, port), close: (graceMs) => drain(app, graceMs) };
}
