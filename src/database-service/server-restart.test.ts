import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresqlServer, postgresqlMissing, startPostgresql } from '../../tests/services/postgresql.ts';
import { findTenant, openDatabase } from './index.ts';
import { sampleTenant } from './testing/samples.ts';

const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;
describe.skipIf(postgresqlMissing !== null)(`a PostgreSQL server${skipped}`, () => {
  let server: PostgresqlServer;
  beforeAll(async () => {
    server = await startPostgresql();
  });
  afterAll(() => server.remove());
  const open = (url: string, poolSize = 3) => openDatabase({ url, dataDirectory: '/nowhere', poolSize });

  it('may go and come back: requests fail in words meanwhile, and work again afterwards', async () => {
    const database = await open(await server.createDatabase());
    const tenant = await sampleTenant(database);
    const holding = database.asTenant(tenant, async (tx) => {
      await server.stop();
      return await findTenant(tx);
    });
    await expect(holding).rejects.toMatchObject({ code: 'storage_unavailable' });
    await expect(database.ping()).rejects.toMatchObject({ code: 'storage_unavailable' });
    await server.start();
    await expect.poll(() => database.asTenant(tenant, (tx) => findTenant(tx))).toEqual({ id: tenant, name: 'sample' });
    await database.close();
  });

  it('refuses in words what cannot be opened', async () => {
    const url = await server.createDatabase();
    const [missing, stranger] = [url.replace(/\/assay_\d+$/, '/nothing'), url.replace('assay_owner', 'nobody_here')];
    for (const wrong of [missing, stranger]) {
      await expect(open(wrong)).rejects.toMatchObject({ code: 'invalid_configuration' });
    }
    await expect(open('postgres://127.0.0.1:1/x')).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  it('cancels a statement that takes too long', async () => {
    const url = await server.createDatabase();
    // Its tables are made without haste.
    await (await open(url)).close();
    const database = await openDatabase({ url, dataDirectory: '/nowhere', statementTimeoutMs: 3000 });
    const tenant = await sampleTenant(database);
    const slow = database.asTenant(tenant, (tx) => sql`select pg_sleep(60)`.execute(tx));
    await expect(slow).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await database.asTenant(tenant, (tx) => findTenant(tx))).not.toBeNull();
    await database.close();
  });

  it('keeps working while many databases share the role assay_app', async () => {
    const urls = await Promise.all([server.createDatabase(), server.createDatabase()]);
    const databases = await Promise.all(urls.map((url) => open(url)));
    for (const database of databases) await sampleTenant(database);
    await Promise.all(databases.map((database) => database.close()));
  });
});
