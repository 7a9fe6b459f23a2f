// Traces as the configuration wants them.
import type { Configuration } from '../config/index.ts';
import { type Logger, openTracing, type Tracing } from '../monitoring/index.ts';
import { packageVersion } from './package-version.ts';

export async function startTracing(configuration: Configuration, logger: Logger): Promise<Tracing> {
  const { tracingEndpoint: endpoint } = configuration;
  if (endpoint === null) return await openTracing(null);
  return await openTracing({
    endpoint,
    headers: configuration.tracingHeaders,
    serviceName: configuration.tracingServiceName,
    serviceVersion: packageVersion(),
    sampledShare: configuration.tracingShare,
    logger,
  });
}
