import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { findAnalysis, listAnalyses, saveAnalysis, type TenantTransaction } from './index.ts';
import { keepPartitions } from './partitions.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue, sampleTenant } from './testing/samples.ts';
import { firstIdAt } from './time-ordered-ids.ts';

const DAY = 24 * 60 * 60_000;

forEachBackend((backend) => {
  const save = async (tenant: string, at: Date): Promise<string> => {
    const issue = sampleIssue();
    const analysis = sampleAnalysis({ id: firstIdAt(at).replace(/0{12}$/, issue.id.slice(-12)), issues: [issue] });
    await backend.database().asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
    return analysis.id;
  };
  const partitionsOf = async (tx: TenantTransaction): Promise<string[]> => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relispartition and relkind = 'r' order by relname`.execute(tx);
    return rows.map(({ name }) => name);
  };
  const placeOf = async (tenant: string, id: string): Promise<string> => {
    const { rows } = await backend
      .database()
      .asTenant(tenant, (tx) =>
        sql<{ place: string }>`select tableoid::regclass::text as place from issues where analysis_id = ${id}`.execute(
          tx,
        ),
      );
    return rows[0]?.place ?? 'nowhere';
  };
  const monthName = (at: Date) => `issues_${at.toISOString().slice(0, 7).replace('-', '_')}`;

  it('puts rows where their month is, and those of no month into the default partition', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const [soon, far] = [new Date(Date.now() + 45 * DAY), new Date(Date.now() + 4000 * DAY)];
    const ids = [await save(tenant, new Date()), await save(tenant, soon), await save(tenant, far)];
    const places = await Promise.all(ids.map((id) => placeOf(tenant, id)));
    expect(places).toEqual(['issues_before', monthName(soon), 'issues_default']);
    const page = await database.asTenant(tenant, (tx) => listAnalyses(tx, {}));
    expect(page.analyses.map(({ id }) => id)).toEqual([...ids].reverse());
    await database.asTenant(tenant, (tx) => sql`delete from analyses`.execute(tx));
  });

  it('makes partitions ahead once, and leaves a month whose rows came too early in the default partition', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const early = new Date(Date.now() + 200 * DAY);
    const id = await save(tenant, early);
    expect(await placeOf(tenant, id)).toBe('issues_default');
    const [first, second] = [
      await database.asTenant(tenant, (tx) => keepPartitions(tx, 8)),
      await database.asTenant(tenant, (tx) => keepPartitions(tx, 8)),
    ];
    expect(first.made).toBeGreaterThanOrEqual(8);
    expect(second).toEqual({ made: 0, dropped: 0 });
    expect(await placeOf(tenant, id)).toBe('issues_default');
    const names = await database.asTenant(tenant, partitionsOf);
    expect(names).not.toContain(monthName(early));
    expect(await database.asTenant(tenant, (tx) => findAnalysis(tx, id))).not.toBeNull();
  });

  it('drops the partitions of past months when they are empty, and only then', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    await database.asTenant(tenant, (tx) => keepPartitions(tx, 3));
    const soon = new Date(Date.now() + 45 * DAY);
    const ids = [await save(tenant, new Date()), await save(tenant, soon)];
    // As if more than a year had gone by.
    const later = new Date(Date.now() + 400 * DAY);
    const { made, dropped } = await database.asTenant(tenant, (tx) => keepPartitions(tx, 0, later));
    expect([made, dropped]).toEqual([0, expect.any(Number)]);
    expect(dropped).toBeGreaterThanOrEqual(4);
    const names = (await database.asTenant(tenant, partitionsOf)).filter((name) => name.startsWith('issues'));
    expect(names).toEqual([monthName(soon), 'issues_before', 'issues_default']);
    for (const id of ids) expect(await placeOf(tenant, id)).not.toBe('nowhere');
    await database.asTenant(tenant, (tx) => sql`delete from analyses where analysis_id = ${ids[1]}`.execute(tx));
    expect((await database.asTenant(tenant, (tx) => keepPartitions(tx, 0, later))).dropped).toBe(2);
    expect((await database.asTenant(tenant, (tx) => keepPartitions(tx, 3))).made).toBeGreaterThanOrEqual(6);
  });

  it('forces row-level security on the partitions themselves', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    const id = await save(left, new Date());
    const place = await placeOf(left, id);
    const seen = await database.asTenant(right, (tx) => sql`select 1 from ${sql.table(place)}`.execute(tx));
    expect(seen.rows).toEqual([]);
  });
});
