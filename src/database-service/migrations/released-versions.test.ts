// Every released version's database, filled, becomes the newest, and works: rows, functions, isolation.
import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openBackend } from '../backend.ts';
import {
  claimIdempotencyKey,
  type Database,
  findAnalysis,
  findApiKeyByHash,
  findCode,
  findIssue,
  findTenant,
  findWrappedKeys,
  knowledgeVersion,
  listAnalyses,
  listDismissals,
  openDatabase,
  saveAnalysis,
} from '../index.ts';
import { createDataDirectory } from '../testing/data-directory.ts';
import { forEachBackend } from '../testing/for-each-backend.ts';
import { sampleAnalysis, sampleIssue } from '../testing/samples.ts';

const FOLDER = new URL('./testing/', import.meta.url);
const RELEASED = readdirSync(FOLDER).filter((name) => name.startsWith('released-'));
const TENANTS = ['01950000-0000-7000-8000-000000000001', '01950000-0000-7000-8000-000000000002'] as const;
const ANALYSES = 122;
const ROLE = `do $$ begin create role assay_app nologin; exception when duplicate_object then null; end $$;
  grant assay_app to current_user;`;

forEachBackend((backend) => {
  it.each(RELEASED)('migrates the database of %s', async (file) => {
    const dataDirectory = await createDataDirectory();
    const url = await backend.freshUrl();
    const old = await openBackend({ url, dataDirectory });
    await old.asOwner((client) => client.query(ROLE + readFileSync(new URL(file, FOLDER), 'utf8')));
    await old.close();
    const database = await openDatabase({ url, dataDirectory });
    try {
      for (const tenant of TENANTS) await checkRows(database, tenant);
      await checkWork(database, TENANTS[0], TENANTS[1]);
      const summary = await database.dump(() => {});
      const rows = Object.fromEntries(summary.tables.map(({ name, rows: count }) => [name, count]));
      expect(rows).toMatchObject({
        tenants: 2,
        analyses: 2 * ANALYSES + 1,
        issues: 2 * ANALYSES + 1,
        code_objects: 201,
      });
    } finally {
      await database.close();
    }
  });
});

async function checkRows(database: Database, tenant: string): Promise<void> {
  await database.asTenant(tenant, async (tx) => {
    expect(await findTenant(tx)).toMatchObject({ id: tenant });
    expect(await findWrappedKeys(tx)).toMatchObject([{ version: 1, replacesOlder: false }]);
    const counts = await sql<{ analyses: number; issues: number; feedback: number; partitions: number }>`
      select (select count(*)::int from analyses) as analyses, (select count(*)::int from issues) as issues,
        (select count(*)::int from feedback) as feedback,
        (select count(distinct tableoid)::int from analyses) as partitions`.execute(tx);
    // The two that are of no month lie in the default partition.
    expect(counts.rows).toEqual([{ analyses: ANALYSES, issues: ANALYSES, feedback: 14, partitions: 2 }]);
    const page = await listAnalyses(tx, { repository: 'shop', limit: 1000 });
    expect(page.analyses.length).toBe(80);
    const [newest] = page.analyses;
    const found = await findAnalysis(tx, newest?.id ?? '');
    expect(found?.result).toMatchObject({ text: 'line\n"x" \\ 𝒳' });
    expect((await findCode(tx, found?.codeAddress ?? Buffer.alloc(0)))?.[0]).toBe(1);
    const issue = await findIssue(tx, newest?.id ?? '', newest?.id ?? '');
    expect(issue).toMatchObject({ ruleId: 'sql-injection', within: 'Cart.pay' });
    const dismissed = await sql<{ fingerprint: string }>`select fingerprint from dismissals`.execute(tx);
    const bases = dismissed.rows.map(({ fingerprint }) => fingerprint.slice(0, 32));
    expect((await listDismissals(tx, 'repository:shop', bases)).length).toBe(20);
    expect(await knowledgeVersion(tx)).toBe(13);
    const claim = { keyHash: Buffer.alloc(32, 1), requestHash: Buffer.alloc(32, 2) };
    expect(await claimIdempotencyKey(tx, claim)).toMatchObject({ state: 'replay', response: { body: 'body' } });
  });
}

async function checkWork(database: Database, tenant: string, other: string): Promise<void> {
  const key = await findApiKeyByHash(database, Buffer.alloc(32, 0xa1));
  expect(key).toMatchObject({ tenantId: tenant, isBootstrap: true, scopes: ['analyses:read', 'a,"b'] });
  expect(await database.listTenantIds(null, 10)).toEqual([tenant, other]);
  const analysis = sampleAnalysis({ issues: [sampleIssue()] });
  await database.asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
  expect(await database.asTenant(other, (tx) => findAnalysis(tx, analysis.id))).toBeNull();
  expect(await database.asTenant(tenant, (tx) => findAnalysis(tx, analysis.id))).not.toBeNull();
}
