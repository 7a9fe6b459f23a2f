// The database that the configuration names.
import type { Configuration } from '../config/index.ts';
import type { DatabaseOptions } from './database.ts';

export function databaseOptions(configuration: Configuration): DatabaseOptions {
  return {
    url: configuration.databaseUrl,
    ownerUrl: configuration.databaseOwnerUrl,
    others: [...configuration.databases].map(([name, url]) => ({
      name,
      url,
      ownerUrl: configuration.databaseOwners.get(name) ?? null,
    })),
    replica:
      configuration.databaseReadUrl === null
        ? null
        : { url: configuration.databaseReadUrl, waitMs: configuration.databaseReadWaitMs },
    dataDirectory: configuration.dataDirectory,
    poolSize: configuration.databasePool,
    statementTimeoutMs: configuration.databaseStatementTimeoutMs,
    lockTimeoutMs: configuration.databaseLockTimeoutMs,
  };
}
