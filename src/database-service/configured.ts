// The database that the configuration names.
import type { Configuration } from '../config/index.ts';
import type { DatabaseOptions } from './database.ts';

export function databaseOptions(configuration: Configuration): DatabaseOptions {
  return {
    url: configuration.databaseUrl,
    ownerUrl: configuration.databaseOwnerUrl,
    dataDirectory: configuration.dataDirectory,
    poolSize: configuration.databasePool,
    statementTimeoutMs: configuration.databaseStatementTimeoutMs,
    lockTimeoutMs: configuration.databaseLockTimeoutMs,
  };
}
