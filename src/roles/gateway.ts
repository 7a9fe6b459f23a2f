// The gateway role: the HTTP server in front of the endpoints.
import { readFileSync } from 'node:fs';
import { createGateway, type Gateway, openRateLimiter } from '../api-gateway/index.ts';
import { createOidcProvider } from '../application-server/index.ts';
import type { Configuration } from '../config/index.ts';
import { AssayError } from '../errors.ts';
import type { Logger, Metrics } from '../monitoring/index.ts';
import type { Api } from './api.ts';

export interface GatewayRole extends Gateway {
  /** where clients on this machine reach it, e.g. `http://127.0.0.1:8080` */
  readonly address: string;
}

export async function startGateway(
  configuration: Configuration,
  { endpoints, database, keys, keyRing, revocations }: Api,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): Promise<GatewayRole> {
  const { host } = configuration;
  const rateLimiter = openRateLimiter(configuration, (message) => logger.warn(message));
  const gateway = await createGateway({
    endpoints,
    database,
    pepper: keys.pepper,
    revocations,
    sessionIdleMs: configuration.sessionIdleMinutes * 60_000,
    keyRing,
    oidcProviders: configuration.oidcIssuers.map((issuer) => createOidcProvider(issuer)),
    metrics,
    logger,
    rateLimiter,
    trustedProxyHops: configuration.trustedProxyHops,
    version: packageVersion(),
  });
  try {
    const { port } = await gateway.listen(host, configuration.port);
    const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
    return { ...gateway, address: `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}` };
  } catch (error) {
    await gateway.close(0);
    throw listenFailure(error, configuration);
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(version);
}

function listenFailure(error: unknown, { host, port }: Configuration): unknown {
  const code = (error as { code?: string }).code ?? '';
  const place = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    const detail = `Another program already listens on ${place}. Stop it, or set ASSAY_PORT to another port (0 takes a free one).`;
    return new AssayError('address_in_use', { detail, cause: error });
  }
  if (!['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL'].includes(code)) return error;
  const detail = `Assay may not or cannot listen on ${place} (${code}): check ASSAY_HOST and ASSAY_PORT.`;
  return new AssayError('invalid_configuration', { detail, cause: error });
}
