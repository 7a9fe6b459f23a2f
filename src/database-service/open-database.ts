// Opens the database that the configuration names, ready for use: locked, migrated, answering.
import { AssayError } from '../errors.ts';
import type { Database, DatabaseOptions } from './database.ts';

/** Throws AssayError `data_directory_locked`, `data_directory_corrupt`, `storage_full` or `storage_unavailable`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  throw new AssayError('storage_unavailable', { detail: `in progress: ${options.dataDirectory}` });
}
