// Runs the same tests over the embedded database and over a real PostgreSQL server, each fresh for the test file.
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../../tests/services/postgresql.ts';
import type { Database } from '../database.ts';
import { openDatabase } from '../index.ts';
import { createDataDirectory } from './data-directory.ts';

export { createDataDirectory };

/** To make an embedded database takes ten seconds of processor time, which a busy machine takes much longer to give. */
const START_MS = 600_000;

export interface Backend {
  readonly name: 'embedded' | 'server';
  /** open from before the first test until after the last */
  database(): Database;
  /** the server's address, or null: with the data directory what `openDatabase` needs to open the same one again */
  url(): string | null;
  /** the address of another, empty database on the server; null for the embedded one */
  freshUrl(): Promise<string | null>;
  dataDirectory(): string;
}

/** `define` is called once a backend, inside a describe block of its name. */
export function forEachBackend(define: (backend: Backend) => void): void {
  describe('embedded', () => defineOver('embedded', define));
  const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;
  describe.skipIf(postgresqlMissing !== null)(`server${skipped}`, () => defineOver('server', define));
}

function defineOver(name: Backend['name'], define: (backend: Backend) => void): void {
  let server: PostgresqlServer | undefined;
  let database: Database | undefined;
  let url: string | null = null;
  let dataDirectory = '';
  beforeAll(async () => {
    dataDirectory = await createDataDirectory();
    if (name === 'server') {
      server = await startPostgresql();
      url = await server.createDatabase();
    }
    database = await openDatabase({ url, dataDirectory, poolSize: 5 });
  }, START_MS);
  afterAll(async () => {
    await database?.close();
    await server?.remove();
    if (dataDirectory !== '') await rm(dataDirectory, { recursive: true, force: true });
  });
  define({
    name,
    database() {
      if (database === undefined) throw new Error('The database is open in tests and hooks only.');
      return database;
    },
    url: () => url,
    freshUrl: async () => (await server?.createDatabase()) ?? null,
    dataDirectory: () => dataDirectory,
  });
}
