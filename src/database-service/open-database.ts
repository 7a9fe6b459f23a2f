// Opens the database that the configuration names, ready for use: locked, migrated, answering.
import { AssayError } from '../errors.ts';
import type { ApiKeyRecord } from './api-keys.ts';
import { findApiKeyBeforeTenant } from './api-keys.ts';
import { admitLogin } from './application-login.ts';
import { listAuditChainHeads } from './audit-log.ts';
import { type Backend, openBackend } from './backend.ts';
import { dumpDatabase } from './backup/dump.ts';
import type { DumpSummary } from './backup/dump-format.ts';
import { restoreDump } from './backup/restore.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { migrate } from './migrations/migrate.ts';
import { fromDatabaseError } from './postgres-errors.ts';
import { tenantTransactions } from './tenant-transactions.ts';
import { listTenantIds } from './tenants.ts';
import { listTenantsWithDueDeliveries } from './webhook-outbox.ts';

/**
 * Throws AssayError `data_directory_locked`, `data_directory_corrupt`, `storage_full`, `storage_unavailable`, or
 * `invalid_configuration` for a server that is too old or does not let Assay in.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  try {
    const backend = await openBackend(options);
    try {
      await runMigrations(backend, options);
    } catch (error) {
      await backend.close();
      throw error;
    }
    return databaseOver(backend);
  } catch (error) {
    throw openFailure(error);
  }
}

/**
 * Reads a dump into the database that the options name, which must be empty: all of it or nothing. Throws AssayError
 * `restore_refused`, `backup_damaged`, and what `openDatabase` throws.
 */
export async function restoreDatabase(options: DatabaseOptions, lines: AsyncIterable<string>): Promise<DumpSummary> {
  try {
    const backend = await openBackend(options);
    try {
      return await backend.asOwner((client) => restoreDump(client, lines));
    } finally {
      await backend.close();
    }
  } catch (error) {
    throw openFailure(error);
  }
}

async function runMigrations(backend: Backend, options: DatabaseOptions): Promise<void> {
  const applied = await backend.asOwner(async (owner) => {
    const names = await migrate(owner);
    if (options.ownerUrl) await admitLogin(backend.pool, owner);
    return names;
  });
  if (applied.length > 0) options.logger?.info({ applied }, 'The database was brought to its newest shape.');
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
    dump: (sink) => backend.aside((client) => dumpDatabase(client, sink)),
    async listTenantsWithDueDeliveries(limit) {
      try {
        return await listTenantsWithDueDeliveries(pool, limit);
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
