// Opens the database that the configuration names, ready for use: locked, migrated, answering.
import { AssayError } from '../errors.ts';
import { admitLogin } from './application-login.ts';
import { type Backend, openBackend } from './backend.ts';
import type { DumpSummary } from './backup/dump-format.ts';
import { restoreDump } from './backup/restore.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { migrate } from './migrations/migrate.ts';
import { fromDatabaseError } from './postgres-errors.ts';
import { openReadReplica } from './replica/read-replica.ts';
import { databaseOver } from './routed-database.ts';

/**
 * Throws AssayError `data_directory_locked`, `data_directory_corrupt`, `storage_full`, `storage_unavailable`, or
 * `invalid_configuration` for a server that is too old or does not let Assay in.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const opened: Backend[] = [];
  try {
    for (const each of [options, ...otherDatabases(options)]) {
      const backend = await openBackend(each);
      opened.push(backend);
      await runMigrations(backend, each);
    }
    const [home, ...others] = opened;
    if (home === undefined) throw new Error('There is always a database.');
    const named = others.map((backend, index) => ({ name: options.others?.[index]?.name ?? '', backend }));
    const replica = options.replica ? openReadReplica(home.pool, options.replica, options) : null;
    return databaseOver(home, named, replica);
  } catch (error) {
    await Promise.allSettled(opened.map((backend) => backend.close()));
    throw openFailure(error);
  }
}

/** The databases that tenants can move to, each with the options that it would have by itself. */
export function otherDatabases({ others = [], ...options }: DatabaseOptions): DatabaseOptions[] {
  return others.map(({ url, ownerUrl }) => ({ ...options, url, ownerUrl }));
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
