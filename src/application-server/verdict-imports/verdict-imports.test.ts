import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { loadOperatorKeys } from '../../security/index.ts';
import { createDataKeys } from '../tenants/data-keys.ts';
import { createKnowledge } from '../tenants/knowledge.ts';
import { importVerdicts } from './import.ts';

const SLOWEST_MS = 600_000;
const CODE = 'import hashlib\n\ndef check(password):\n    return hashlib.md5(password.encode()).hexdigest()\n';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, SLOWEST_MS);
afterAll(() => server?.close());

const post = (key: string, body: object) => server.post('/api/v1/verdict-imports', body, { key });
const csv = (...rows: string[]) => ['rule_id,path,verdict,function,user', ...rows].join('\n');
const verdicts = async (key: string) => (await server.get('/api/v1/metrics/accuracy', { key })).body.total.verdicts;

describe('verdict imports', { timeout: SLOWEST_MS }, () => {
  it('201: imported verdicts move confidences, count once, and show in accuracy and export', async () => {
    const { key } = await server.createTenant();
    const ask = async (path: string) => {
      const { body } = await server.post('/api/v1/analyze', { code: CODE, context: { path } }, { key });
      return body.issues.find(
        ({ cwe }: { cwe: string[] }) => cwe.includes('CWE-327') || cwe.includes('CWE-328') || cwe.includes('CWE-916'),
      );
    };
    const before = await ask('src/login.py');
    expect(before).toBeDefined();
    const rows = Array.from(
      { length: 40 },
      (_, index) => `${before.rule_id},src/file_${index}.py,false_positive,check,ann`,
    );
    const first = await post(key, { format: 'csv', content: csv(...rows) });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({ imported: 40, known: 0, undecided: 0, skipped: 0 });
    expect((await post(key, { format: 'csv', content: csv(...rows) })).body).toMatchObject({ imported: 0, known: 40 });
    const after = await ask('src/signup.py');
    expect(after?.confidence ?? 0).toBeLessThan(before.confidence - 0.2);
    expect(await verdicts(key)).toBe(40);
    const exported = await fetch(`${server.address}/api/v1/training/rows.parquet`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const bytes = Buffer.from(await exported.arrayBuffer());
    expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
    expect(bytes.toString('latin1')).not.toContain('file_7');
  });

  it('400: nothing is imported when one row is bad, and each place is named', async () => {
    const { key } = await server.createTenant();
    const content = csv('sql-injection,a.py,fixed,,', 'sql-injection,b.py,perhaps,,', 'no-such-rule,c.py,fixed,,');
    const refused = await post(key, { format: 'csv', content });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([{ path: 'line 3, verdict', message: expect.any(String) }]);
    const unknown = await post(key, {
      format: 'csv',
      content: csv('sql-injection,a.py,fixed,,', 'no-such-rule,c.py,fixed,,'),
    });
    expect(unknown.body.errors).toEqual([{ path: 'line 3', message: expect.stringContaining('no-such-rule') }]);
    expect(await verdicts(key)).toBe(0);
    const skipped = await post(key, {
      format: 'csv',
      content: csv('sql-injection,a.py,fixed,,', 'no-such-rule,c.py,fixed,,'),
      unknown_rules: 'skip',
    });
    expect(skipped.body).toMatchObject({ imported: 1, skipped: 1 });
  });

  it('201: SARIF of another tool, by its weakness', async () => {
    const { key } = await server.createTenant();
    const result = {
      ruleId: 'other/sqli',
      message: { text: 'x' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a.py' }, region: { startLine: 3 } } }],
      properties: { tags: ['external/cwe/cwe-089'] },
      suppressions: [{ kind: 'external', justification: 'false positive' }],
    };
    const content = {
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'other' } }, results: [result, { ...result, suppressions: [] }] }],
    };
    expect((await post(key, { format: 'sarif', content })).body).toEqual({
      imported: 1,
      known: 0,
      undecided: 1,
      skipped: 0,
    });
    expect((await post(key, { format: 'sarif', content: '{' })).status).toBe(400);
  });

  it('a repeated import teaches nothing, and a process that has just begun still asks what was taught', async () => {
    const { id, key } = await server.createTenant();
    const request = { format: 'csv' as const, content: csv('sql-injection,a.py,fixed,,ann') };
    await post(key, request);
    const { database } = server;
    const dataKeys = createDataKeys(database, (await loadOperatorKeys(server.dataDirectory)).masterKeys);
    const knowledge = createKnowledge(database);
    const importer = { tenantId: id, actor: 'user:ann', role: 'owner' };
    expect(await importVerdicts({ database, dataKeys, knowledge }, importer, request)).toMatchObject({ imported: 0 });
    expect(await knowledge.version(id)).toBe(1);
  });
});
