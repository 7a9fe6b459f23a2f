// Runs the same tests over the embedded database and over a real PostgreSQL server, each fresh for the test file.
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../../tests/services/postgresql.ts';
import type { Database } from '../database.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { openDatabase } from '../index.ts';

export interface Backend {
  readonly name: 'embedded' | 'server';
  /** open from before the first test until after the last */
  database(): Database;
  /** the server's address, or null: with the data directory what `openDatabase` needs to open the same one again */
  url(): string | null;
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
  });
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
    dataDirectory: () => dataDirectory,
  });
}

/** A data directory with an empty embedded database in it, copied from one that was made once on this machine. */
export async function createDataDirectory(): Promise<string> {
  const template = await embeddedTemplate();
  const directory = await mkdtemp(join(tmpdir(), 'assay-data-'));
  await cp(template, directory, { recursive: true });
  return directory;
}

/** Making a database takes seconds, copying one does not; so all test files of all runs copy the same. */
async function embeddedTemplate(): Promise<string> {
  const { mtimeMs, size } = statSync(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const template = join(tmpdir(), `assay-test-template-${userInfo().uid}-${size}-${Math.floor(mtimeMs)}`);
  if (existsSync(template)) return template;
  const made = await mkdtemp(join(tmpdir(), 'assay-test-template-new-'));
  const postgres = await startEmbeddedPostgres(made, 60_000);
  await postgres.close();
  try {
    await rename(made, template);
  } catch {
    // Another test file was faster.
    await rm(made, { recursive: true, force: true });
    await mkdir(template, { recursive: true });
  }
  return template;
}
