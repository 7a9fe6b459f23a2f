// Serves until the process is asked to stop, then lets the requests under way finish.
import type { Configuration } from '../config/index.ts';
import { redactSecrets } from '../model-service/index.ts';
import { createLogger } from '../monitoring/index.ts';
import { serve } from './serve.ts';
import type { RoleName } from './split.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Resolves after a graceful stop on SIGTERM or SIGINT; a second signal ends the process at once. */
export async function runUntilStopped(configuration: Configuration, roles: readonly RoleName[] = []): Promise<void> {
  const logger = createLogger({ level: configuration.logLevel, redact: redactSecrets });
  // A bug crashes its request, never the process; only what leaves the process in an unknown state ends it.
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled rejection'));
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, resolve);
  });
  const server = await serve(configuration, { logger, roles });
  const signal = await asked;
  for (const again of SIGNALS) process.once(again, () => process.exit(1));
  logger.info({ signal }, 'stopping');
  await server.close();
}
