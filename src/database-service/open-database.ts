// Opens the database that the configuration names, ready for use: locked, migrated, answering.
import { Pool, type PoolClient } from 'pg';
import { AssayError } from '../errors.ts';
import type { ApiKeyRecord } from './api-keys.ts';
import { findApiKeyBeforeTenant } from './api-keys.ts';
import { listAuditChainHeads } from './audit-log.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate } from './migrations/migrate.ts';
import { fromDatabaseError } from './postgres-errors.ts';
import { tenantTransactions } from './tenant-transactions.ts';
import { listTenantIds } from './tenants.ts';

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
/** waiting for a free connection included */
const CONNECT_TIMEOUT_MS = 10_000;

interface Backend {
  readonly name: Database['backend'];
  readonly pool: Pool;
  close(): Promise<void>;
}

/**
 * Throws AssayError `data_directory_locked`, `data_directory_corrupt`, `storage_full`, `storage_unavailable`, or
 * `invalid_configuration` for a server that is too old or does not let Assay in.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  try {
    const backend = options.url === null ? await openEmbedded(options) : openServer(options.url, options);
    try {
      await runMigrations(backend.pool, options);
    } catch (error) {
      await backend.close();
      throw error;
    }
    return databaseOver(backend);
  } catch (error) {
    throw openFailure(error);
  }
}

async function openEmbedded(options: DatabaseOptions): Promise<Backend> {
  const timeout = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  const postgres = await startEmbeddedPostgres(options.dataDirectory, timeout, options.logger);
  const pool = new Pool({
    max: 1,
    stream: () => postgres.connect(),
    user: 'postgres',
    database: 'postgres',
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  surviveBrokenConnections(pool, options);
  return {
    name: 'embedded',
    pool,
    async close() {
      await pool.end();
      await postgres.close();
    },
  };
}

function openServer(url: string, options: DatabaseOptions): Backend {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS,
    // A transaction that its process forgot must not keep rows locked.
    idle_in_transaction_session_timeout: options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'assay',
  });
  surviveBrokenConnections(pool, options);
  return { name: 'server', pool, close: () => pool.end() };
}

/** A connection that breaks fails its query and is replaced; unheard, its error event would end the process. */
function surviveBrokenConnections(pool: Pool, options: DatabaseOptions): void {
  pool.on('error', () => {});
  pool.on('connect', (client: PoolClient) => {
    client.on('error', (error: Error) => options.logger?.warn({ err: error }, 'A database connection broke.'));
  });
}

async function runMigrations(pool: Pool, options: DatabaseOptions): Promise<void> {
  const client = await pool.connect();
  try {
    const applied = await migrate(client);
    if (applied.length > 0) options.logger?.info({ applied }, 'The database was brought to its newest shape.');
  } finally {
    client.release();
  }
}

function databaseOver(backend: Backend): Database {
  const { pool } = backend;
  let closing: Promise<void> | undefined;
  return {
    backend: backend.name,
    asTenant: tenantTransactions(pool),
    async findApiKey(hash: Buffer): Promise<ApiKeyRecord | null> {
      try {
        return await findApiKeyBeforeTenant(pool, hash);
      } catch (error) {
        throw fromDatabaseError(error);
      }
    },
    async listTenantIds(after, limit) {
      try {
        return await listTenantIds(pool, after, limit);
      } catch (error) {
        throw fromDatabaseError(error);
      }
    },
    async listAuditChains(after, limit) {
      try {
        return await listAuditChainHeads(pool, after, limit);
      } catch (error) {
        throw fromDatabaseError(error);
      }
    },
    async ping() {
      try {
        await pool.query('select 1');
      } catch (error) {
        throw fromDatabaseError(error);
      }
    },
    load: () => ({ connections: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close() {
      closing ??= backend.close();
      return closing;
    },
  };
}

function openFailure(error: unknown): unknown {
  const known = fromDatabaseError(error);
  if (known instanceof AssayError || !(error instanceof Error) || !('code' in error)) return known;
  const why = OPEN_FAILURES[String(error.code)];
  return why === undefined ? known : new AssayError('invalid_configuration', { detail: why, cause: error });
}

const OPEN_FAILURES: Readonly<Record<string, string>> = {
  EACCES: 'The data directory may not be written by this user.',
  EPERM: 'The data directory may not be written by this user.',
  EROFS: 'The data directory is on a read-only file system.',
  ENOTDIR: 'The data directory is not a directory.',
  EEXIST: 'The data directory is not a directory.',
  '28P01': 'The database server refuses the user or password of DATABASE_URL.',
  '28000': 'The database server refuses the user of DATABASE_URL.',
  '3D000': 'The database that DATABASE_URL names does not exist on its server.',
  '42501': 'The user of DATABASE_URL may not create tables in its database.',
};
