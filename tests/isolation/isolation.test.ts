// No tenant sees or changes anything of another: by every route, by every function of the database service, and by raw SQL
// without a WHERE on every table. What is tried is read from the OpenAPI document, the door and the catalogue.
import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database-service/index.ts';
import { createDataDirectory } from '../../src/database-service/testing/data-directory.ts';
import { sampleTenant } from '../../src/database-service/testing/samples.ts';
import { postgresqlMissing, startPostgresql } from '../services/postgresql.ts';
import { tryFunctions } from './function-trials.ts';
import { countOf, type IsolationRun, leaksOf, runIsolation } from './isolation-run.ts';
import { tryTables } from './table-trials.ts';
import { fillTables } from './tenant-rows.ts';

function expectIsolation(run: IsolationRun): void {
  expect(leaksOf(run)).toEqual([]);
  expect(countOf(run)).toBeGreaterThanOrEqual(300);
  expect(run.revealing.functions).toBeGreaterThanOrEqual(20);
  expect(run.revealing.routes).toBeGreaterThanOrEqual(8);
}

describe('isolation of tenants', () => {
  it('holds on the embedded database', async () => {
    expectIsolation(await runIsolation(null));
  });

  it.skipIf(postgresqlMissing !== null)('holds on a PostgreSQL server', async () => {
    const server = await startPostgresql();
    try {
      expectIsolation(await runIsolation(await server.createDatabase()));
    } finally {
      await server.remove();
    }
  });

  it.skipIf(postgresqlMissing !== null)('would be found broken where the protection of one table is off', async () => {
    const server = await startPostgresql();
    const dataDirectory = await createDataDirectory();
    const url = await server.createDatabase();
    const database = await openDatabase({ url, dataDirectory });
    try {
      const a = await fillTables(database, await sampleTenant(database), 'quokka');
      const b = await fillTables(database, await sampleTenant(database), 'wombat');
      const owner = new Client({ connectionString: url });
      await owner.connect();
      await owner.query('alter table projects disable row level security');
      await owner.end();
      const trials = [...(await tryFunctions(database, a, b)), ...(await tryTables(database, a, b))];
      const found = trials.filter(({ leak }) => leak !== null).map(({ name }) => name);
      expect(found).toContain('listProjects');
      expect(found).toContain('projects after all functions');
      expect(found).toContain('select from projects without a tenant');
    } finally {
      await database.close();
      await server.remove();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });
});
