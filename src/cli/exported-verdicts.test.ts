// What one tenant has taught goes to another through the export of the first and the import of the second, as a change of region does.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../tests/server/index.ts';
import { critical } from '../../tests/server/samples.ts';
import { verdictsOfExport } from './exported-verdicts.ts';

let server: TestServer;
let folder = '';
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'assay-exported-verdicts-'));
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the verdicts of an export', () => {
  it('are taken by a tenant elsewhere, once, with their places and reasons', async () => {
    const [old, fresh] = [await server.createTenant('Shop'), await server.createTenant('Shop, again')];
    for (const name of ['one', 'two']) {
      const context = { path: `src/${name}.py`, repository: 'shop' };
      const { body } = await server.post('/api/v1/analyze', { code: critical(name), context }, { key: old.key });
      const feedback = { issue_id: body.issues[0].id, verdict: 'false_positive', reason: `only "we" call ${name}` };
      const given = await server.post(
        '/api/v1/feedback',
        { analysis_id: body.analysis_id, feedback },
        { key: old.key },
      );
      expect(given.status).toBe(201);
    }
    const file = join(folder, 'tenant.jsonl');
    const exported = await server.send('POST', `/api/v1/tenants/${old.id}/export`, { key: old.key });
    await writeFile(file, exported.text);
    const content = await verdictsOfExport(file);
    const lines = content.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.slice(1).sort()[0]).toMatch(
      /^"sql-injection","src\/one\.py","false_positive","shop","[^"]*","\d+",.*"only ""we"" call one"$/,
    );
    const take = async () =>
      (await server.post('/api/v1/verdict-imports', { format: 'csv', content }, { key: fresh.key })).body;
    expect(await take()).toMatchObject({ imported: 2, known: 0 });
    expect(await take()).toMatchObject({ imported: 0, known: 2 });
  });

  it('are read from a whole export only', async () => {
    const file = join(folder, 'cut.jsonl');
    await writeFile(file, '{"kind":"manifest","format":1}\n');
    await expect(verdictsOfExport(file)).rejects.toMatchObject({ code: 'invalid_request', detail: /cut off/ });
    await writeFile(file, 'rule_id,path\n');
    await expect(verdictsOfExport(file)).rejects.toMatchObject({ detail: /is no export/ });
  });
});
