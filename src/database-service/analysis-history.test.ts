import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import {
  deleteAnalyses,
  deleteUnreferencedCode,
  eraseTenant,
  findAnalysis,
  findCode,
  findIssue,
  findTenant,
  findWrappedKeys,
  listAnalyses,
  saveAnalysis,
  saveCode,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleAnalysis, sampleCode, sampleIssue, sampleTenant } from './testing/samples.ts';

forEachBackend((backend) => {
  it('gives an analysis back as it was saved, the answer word for word', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const issues = [sampleIssue({ severity: 'critical' }), sampleIssue(), sampleIssue()];
    const analysis = sampleAnalysis({ issues });
    await database.asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
    const found = await database.asTenant(tenant, (tx) => findAnalysis(tx, analysis.id));
    expect(JSON.stringify(found?.result)).toBe(JSON.stringify(analysis.result));
    expect(found).toMatchObject({
      id: analysis.id,
      repository: 'shop',
      project: null,
      issueCounts: { critical: 1, high: 2, medium: 0, low: 0, info: 0 },
      knowledge: 7,
      durationMs: 3.25,
      codeAddress: analysis.code?.address,
    });
    expect(Math.abs((found?.createdAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('finds an issue with the repository and project of its analysis', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const issue = sampleIssue();
    const analysis = sampleAnalysis({ project: 'checkout', issues: [sampleIssue(), issue] });
    await database.asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
    const find = (analysisId: string, issueId: string) =>
      database.asTenant(tenant, (tx) => findIssue(tx, analysisId, issueId));
    expect(await find(analysis.id, issue.id)).toEqual({
      ...issue,
      analysisId: analysis.id,
      defectId: null,
      repository: 'shop',
      project: 'checkout',
    });
    expect([await find(uuidv7(), issue.id), await find(analysis.id, 'no-uuid')]).toEqual([null, null]);
  });

  it('stores the code of two equal analyses once', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const code = sampleCode(21);
    await database.asTenant(tenant, async (tx) => {
      await saveCode(tx, code);
      await saveAnalysis(tx, sampleAnalysis({ code }));
      await saveAnalysis(tx, sampleAnalysis({ code: { ...code, ciphertext: sampleCode(21).ciphertext } }));
    });
    expect(await database.asTenant(tenant, (tx) => findCode(tx, code.address))).toEqual(code.ciphertext);
  });

  it('stores text that PostgreSQL would refuse: NUL and halves of surrogate pairs', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const odd = 'a\0b\ud800c\udc00😀\\u0000';
    const analysis = sampleAnalysis({ path: odd, result: { deep: [odd] }, issues: [sampleIssue({ path: odd })] });
    await database.asTenant(tenant, (tx) => saveAnalysis(tx, analysis));
    const found = await database.asTenant(tenant, (tx) => findAnalysis(tx, analysis.id));
    const stored = 'a\ufffdb\ufffdc\ufffd😀\\u0000';
    expect([found?.path, found?.result]).toEqual([stored, { deep: [stored] }]);
    const page = await database.asTenant(tenant, (tx) => listAnalyses(tx, { path: odd }));
    expect(page.analyses.length).toBe(1);
  });

  it('answers null for an id that is not there, another tenant’s, or none', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    const analysis = sampleAnalysis();
    await database.asTenant(left, (tx) => saveAnalysis(tx, analysis));
    for (const id of [analysis.id, uuidv7(), 'x', "' or 1=1"]) {
      expect(await database.asTenant(right, (tx) => findAnalysis(tx, id))).toBeNull();
    }
  });

  it('pages newest first, each row once, while others are added', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    // Pairs in the same millisecond, so that the cursor has to tell equal times apart.
    const ids = Array.from({ length: 23 }, (_, seq) => uuidv7({ msecs: 1_700_000_000_000 + Math.floor(seq / 2), seq }));
    await database.asTenant(tenant, async (tx) => {
      for (const id of ids) await saveAnalysis(tx, sampleAnalysis({ id }));
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await database.asTenant(tenant, (tx) => listAnalyses(tx, { limit: 5, ...(cursor && { cursor }) }));
      seen.push(...page.analyses.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis()));
    } while (cursor !== undefined);
    expect(seen).toEqual([...ids].reverse());
    const oldest = await database.asTenant(tenant, (tx) => listAnalyses(tx, { limit: 3, sort: 'oldest' }));
    expect(oldest.analyses.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(oldest.analyses[0]?.createdAt).toEqual(new Date(1_700_000_000_000));
    const other = { cursor: oldest.nextCursor ?? '', sort: 'newest' } as const;
    await expect(database.asTenant(tenant, (tx) => listAnalyses(tx, other))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('filters by everything it says it does', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const list = async (filter: Parameters<typeof listAnalyses>[1]) =>
      (await database.asTenant(tenant, (tx) => listAnalyses(tx, filter))).analyses.map(({ path }) => path).sort();
    await database.asTenant(tenant, async (tx) => {
      await saveAnalysis(
        tx,
        sampleAnalysis({ path: 'a', repository: 'one', issues: [sampleIssue({ severity: 'low' })] }),
      );
      await saveAnalysis(tx, sampleAnalysis({ path: 'b', project: 'two' }));
      const id = uuidv7({ msecs: Date.parse('2020-01-01') });
      await saveAnalysis(tx, sampleAnalysis({ id, path: 'c', language: 'java', modelVersion: '2019.1' }));
    });
    const boundary = new Date('2021-01-01');
    expect(await list({ repository: 'one' })).toEqual(['a']);
    expect(await list({ project: 'two' })).toEqual(['b']);
    expect(await list({ path: 'b' })).toEqual(['b']);
    expect(await list({ language: 'java' })).toEqual(['c']);
    expect(await list({ modelVersion: '2019.1' })).toEqual(['c']);
    expect(await list({ rule: 'sql-injection' })).toEqual(['a']);
    expect(await list({ rule: 'weak-hash' })).toEqual([]);
    expect(await list({ severity: 'info' })).toEqual(['a']);
    expect(await list({ severity: 'low' })).toEqual(['a']);
    expect(await list({ severity: 'critical' })).toEqual([]);
    expect(await list({ since: boundary })).toEqual(['a', 'b']);
    expect(await list({ until: boundary })).toEqual(['c']);
    expect(await list({ repository: 'one', severity: 'high' })).toEqual([]);
  });

  it('refuses a cursor that it did not give out', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const foreign = Buffer.from('1 x').toString('base64url');
    for (const cursor of ['', 'zzz', foreign]) {
      const listing = database.asTenant(tenant, (tx) => listAnalyses(tx, { cursor }));
      await expect(listing).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  it('deletes by age, with the code that nothing refers to any more', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const id = uuidv7({ msecs: Date.parse('2020-01-01') });
    const [old, recent] = [sampleAnalysis({ id, issues: [sampleIssue()] }), sampleAnalysis()];
    const unused = sampleCode(20);
    await database.asTenant(tenant, async (tx) => {
      await saveAnalysis(tx, old);
      await saveAnalysis(tx, recent);
      await saveCode(tx, unused);
      await sql`update code_objects set created_at = '2020-01-01'`.execute(tx);
    });
    const before = new Date('2021-01-01');
    const deleted = await database.asTenant(tenant, (tx) => deleteAnalyses(tx, { until: before }, 10));
    expect(deleted).toEqual({ analyses: 1, codeObjects: 1, defects: 0 });
    const sweep = (after: Buffer | null) =>
      database.asTenant(tenant, (tx) => deleteUnreferencedCode(tx, before, { after, size: 1 }));
    const first = await sweep(null);
    const second = await sweep(first.next);
    expect(first.deleted + second.deleted).toBe(1);
    expect((await sweep(second.next)).next).toBeNull();
    const kept = await database.asTenant(tenant, (tx) => findCode(tx, recent.code?.address ?? Buffer.alloc(0)));
    expect(kept).toEqual(recent.code?.ciphertext);
  });

  it('erases a tenant whole, its data key included, and no other', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    for (const tenant of [left, right]) {
      await database.asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ issues: [sampleIssue()] })));
    }
    expect(await eraseTenant(database, left)).toBe(true);
    const rest = await database.asTenant(left, async (tx) => [
      await findTenant(tx),
      (await findWrappedKeys(tx)).length,
      (await sql`select 1 from issues union all select 1 from code_objects`.execute(tx)).rows.length,
    ]);
    expect(rest).toEqual([null, 0, 0]);
    expect((await database.asTenant(right, (tx) => listAnalyses(tx, {}))).analyses.length).toBe(1);
    expect((await database.asTenant(right, findWrappedKeys)).length).toBe(1);
    expect(await eraseTenant(database, left)).toBe(false);
  });
});
