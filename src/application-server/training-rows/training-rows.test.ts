import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

const CODE = `import sqlite3
from flask import request

# remark about wombats
def quokka(bilby):
    name = request.args.get("name")
    return sqlite3.connect("numbat.db").execute("SELECT " + name).fetchall()
`;

let server: TestServer;
let tenant: { readonly id: string; readonly key: string };
beforeAll(async () => {
  server = await startTestServer();
  tenant = await server.createTenant();
});
afterAll(() => server?.close());

async function judge(key: string, verdict: object, comment = 'the dingo did it') {
  const analysis = await server.post(
    '/api/v1/analyze',
    { code: CODE, context: { path: 'src/numbat/app.py' } },
    { key },
  );
  const issue = analysis.body.issues.find(({ rule_id: rule }: { rule_id: string }) => rule === 'sql-injection');
  const feedback = { ...verdict, comment, ...('issue_id' in verdict && { issue_id: issue.id }) };
  return await server.post('/api/v1/feedback', { analysis_id: analysis.body.analysis_id, feedback }, { key });
}
const rows = (key: string, query = '') => server.get(`/api/v1/training/rows${query}`, { key });

it('200: a verdict with its finding, without a name, a sentence or a piece of code', async () => {
  expect((await judge(tenant.key, { issue_id: '', verdict: 'true_positive' })).status).toBe(201);
  const { status, body, text } = await rows(tenant.key);
  expect(status).toBe(200);
  const [row] = body.items;
  expect(row).toMatchObject({
    verdict: 'true_positive',
    language: 'python',
    rule_id: 'sql-injection',
    cwe: ['CWE-89'],
  });
  expect(row.path).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), expect.any(String), expect.any(String), '.py']);
  expect(row.trace[0]).toEqual({ lines_before: 1, same_file: true });
  expect(row.code).toContain('return');
  expect(row.code).toContain('S');
  for (const word of ['quokka', 'bilby', 'numbat', 'wombats', 'dingo', 'sqlite3', 'SELECT', 'user input']) {
    expect(text).not.toContain(word);
  }
});

it('200: the same tokens each time, and others for another tenant', async () => {
  const [first, again] = await Promise.all([rows(tenant.key), rows(tenant.key)]);
  expect(again.body).toEqual(first.body);
  const other = await server.createTenant();
  await judge(other.key, { issue_id: '', verdict: 'true_positive' });
  const foreign = await rows(other.key);
  expect(foreign.body.items).toHaveLength(1);
  const tokens = (page: typeof first) => new Set(page.text.match(/[0-9a-f]{16}/g) ?? []);
  const known = tokens(first);
  expect([...tokens(foreign)].filter((token) => known.has(token))).toEqual([]);
});

it('200: what was missed has a place and no finding; pages follow each other', async () => {
  const location = { path: 'src/numbat/app.py', start: { line: 5, column: 1 }, end: { line: 5, column: 5 } };
  expect((await judge(tenant.key, { verdict: 'missed', location, cwe: 'CWE-79' })).status).toBe(201);
  const first = await rows(tenant.key, '?limit=1');
  const second = await rows(tenant.key, `?limit=1&cursor=${first.body.next_cursor}`);
  expect(second.body.items[0]).toMatchObject({ verdict: 'missed', rule_id: null, cwe: ['CWE-79'] });
  expect((await rows(tenant.key, `?cursor=${second.body.next_cursor}`)).body).toEqual({ items: [], next_cursor: null });
});

it('400, 403: a cursor that nobody gave out; a developer', async () => {
  expect((await rows(tenant.key, '?cursor=x')).status).toBe(400);
  expect((await rows(await server.createKey(tenant.id, 'developer'))).status).toBe(403);
});
