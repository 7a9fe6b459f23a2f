// What comments in a folder say is not to be reported is learned from, once, however lines move.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../tests/server/index.ts';
import { verdictsOfComments } from './commented-verdicts.ts';

let server: TestServer;
let folder = '';
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'assay-commented-verdicts-'));
  await mkdir(join(folder, 'src'));
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const hashed = (name: string, comment = '') =>
  `def ${name}(request):\n    return hashlib.md5(request.args["k"].encode()).hexdigest()${comment}\n`;
const write = (name: string, ...parts: string[]) =>
  writeFile(join(folder, 'src', name), ['import hashlib', ...parts].join('\n\n'));

describe('comments in the code of a folder', () => {
  it('become one verdict for each finding that they hide, with place and reason; the same when lines have moved', async () => {
    const tenant = await server.createTenant();
    const take = async () => {
      const content = await verdictsOfComments(folder);
      const request = { format: 'csv', content, repository: 'shop' };
      return (await server.post('/api/v1/verdict-imports', request, { key: tenant.key })).body;
    };
    await write('shown.py', hashed('shown'));
    await write('known.py', hashed('known', '  # assay-ignore weak-hash: a "key", of a cache'), hashed('other'));
    const content = await verdictsOfComments(folder);
    expect(content.trim().split('\n').slice(1)).toEqual([
      expect.stringMatching(
        /^"weak-hash","src\/known\.py","wont_fix","known","4","comments in the code","","a ""key"", of a cache","[0-9a-f-]+"$/,
      ),
    ]);
    expect(await take()).toMatchObject({ imported: 1, known: 0 });
    await write('known.py', hashed('other'), hashed('known', '  # assay-ignore weak-hash: a "key", of a cache'));
    expect(await take()).toMatchObject({ imported: 0, known: 1 });
    // It teaches, and dismisses nothing.
    const request = {
      code: `import hashlib\n\n${hashed('known')}`,
      context: { path: 'src/known.py', repository: 'shop' },
    };
    const { body } = await server.post('/api/v1/analyze', request, { key: tenant.key });
    expect(body).toMatchObject({ issues: [{ rule_id: 'weak-hash' }], suppressed_count: 0 });
    const explanation = await server.get(`/api/v1/issues/${body.issues[0].id}/explanation`, { key: tenant.key });
    expect(explanation.body.verdicts).toMatchObject([{ verdict: 'wont_fix' }]);
    expect(explanation.body.confidence).toBeLessThan(explanation.body.engine.confidence);
  });

  it('are left out where they hide what nobody has looked at: a file, a block', async () => {
    await write('known.py', hashed('plain'));
    const rowsFor = async (file: string, line: string) => {
      await writeFile(join(folder, 'src', 'ran.js'), ran(file, line));
      return (await verdictsOfComments(folder)).trim().split('\n').slice(1);
    };
    expect(await rowsFor('', ' // eslint-disable-line')).toEqual([expect.stringMatching(/^"command-injection"/)]);
    expect(await rowsFor('/* eslint-disable */', '')).toEqual([]);
  });

  it('are asked for where there is code', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'assay-empty-'));
    await expect(verdictsOfComments(empty)).rejects.toMatchObject({ code: 'invalid_request' });
    await rm(empty, { recursive: true });
  });
});

const ran = (file: string, line: string) => `${file}
const { exec } = require("child_process");
const express = require("express");
const app = express();
app.get("/", (req, res) => {
  exec("ls " + req.query.k, () => res.end());${line}
});
`;
