import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { findTenant, listAnalyses, saveAnalysis } from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from './testing/samples.ts';

const TENANT_TABLES = ['tenants', 'tenant_keys', 'code_objects', 'analyses', 'issues'];

forEachBackend((backend) => {
  it('keeps tenants apart where a WHERE was forgotten', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    for (const tenant of [left, right]) {
      await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] })));
    }
    for (const table of TENANT_TABLES) {
      const seen = await database.asTenant(left, (tx) =>
        sql<{ tenant_id: string }>`select tenant_id from ${sql.table(table)}`.execute(tx),
      );
      expect([...new Set(seen.rows.map((row) => row.tenant_id))], table).toEqual([left]);
    }
    await database.asTenant(left, (tx) => sql`update analyses set path = 'mine'`.execute(tx));
    await database.asTenant(left, (tx) => sql`delete from issues`.execute(tx));
    const page = await database.asTenant(right, (tx) => listAnalyses(tx, {}));
    const issues = await database.asTenant(right, (tx) => sql`select 1 from issues`.execute(tx));
    expect([page.analyses.map(({ path }) => path), issues.rows.length]).toEqual([['app.py'], 1]);
  });

  it('refuses to write a row of another tenant', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    const write = database.asTenant(left, (tx) =>
      sql`insert into knowledge (tenant_id, version) values (${right}, 1)`.execute(tx),
    );
    await expect(write).rejects.toThrow(/row-level security/);
  });

  it('sees nothing without a tenant, even after a transaction that had one', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const rows = await database.asTenant(tenant, async (tx) => {
      await sql`select set_config('app.tenant', '', true)`.execute(tx);
      return await sql`select 1 from tenants`.execute(tx);
    });
    expect(rows.rows).toEqual([]);
  });

  it('runs as a role that is bound by row-level security and owns nothing', async () => {
    const database = backend.database();
    const { rows } = await database.asTenant(await sampleTenant(database), (tx) =>
      sql`select current_user as name, rolsuper or rolbypassrls as free,
        exists (select from pg_class where relowner = pg_roles.oid) as owns
        from pg_roles where rolname = current_user`.execute(tx),
    );
    expect(rows).toEqual([{ name: 'assay_app', free: false, owns: false }]);
    const alter = database.asTenant(await sampleTenant(database), (tx) =>
      sql`alter table analyses disable row level security`.execute(tx),
    );
    await expect(alter).rejects.toThrow(/must be owner/);
  });

  it('rolls back when the work throws, and the next transaction works', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const failing = database.asTenant(tenant, async (tx) => {
      await saveAnalysis(tx, sampleAnalysis());
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await database.asTenant(tenant, (tx) => listAnalyses(tx, {}))).analyses).toEqual([]);
  });

  it('does not report success when a failed statement was swallowed', async () => {
    const database = backend.database();
    const swallowing = database.asTenant(await sampleTenant(database), async (tx) => {
      await sql`select 1 / 0`.execute(tx).catch(() => {});
    });
    await expect(swallowing).rejects.toThrow(/rolled back/);
  });

  it('refuses a transaction inside a transaction, which would wait for itself', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const nested = database.asTenant(tenant, () => database.asTenant(tenant, (tx) => findTenant(tx)));
    await expect(nested).rejects.toThrow(/inside asTenant/);
    expect(await database.asTenant(tenant, (tx) => findTenant(tx))).toEqual({ id: tenant, name: 'sample' });
  });

  it('refuses a tenant id that is no UUID before it reaches SQL', async () => {
    await expect(backend.database().asTenant("x'; drop table tenants; --", async () => {})).rejects.toThrow(/UUID/);
  });

  it('serves many transactions at once', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const saves = Array.from({ length: 60 }, () =>
      database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis())),
    );
    await Promise.all(saves);
    expect((await database.asTenant(tenant, (tx) => listAnalyses(tx, {}))).analyses.length).toBe(60);
  });

  it('answers a ping', async () => {
    await backend.database().ping();
    expect(backend.database().load().connections).toBeGreaterThan(0);
  });
});
