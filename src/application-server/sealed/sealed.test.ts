import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP_KEY, type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { createFindingSealer, createSealedKey, readSealedKey, writeSealedKey } from '../../security/index.ts';
import { openKey } from './client/sealed-opener.js';

const run = promisify(execFile);
const CODE = `import sqlite3
from flask import request

def zanzibar_lookup():
    quokka = request.args.get("name")
    return sqlite3.connect("a.db").execute("SELECT * FROM wombats WHERE n = '" + quokka + "'").fetchall()
`;

let server: TestServer;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-sealed-'));
  await writeFile(join(directory, 'platypus.py'), CODE);
  server = await startTestServer();
});
afterAll(async () => {
  await server?.close();
  await rm(directory, { recursive: true, force: true });
});

/** The command, in a process of its own and outside the repository, as a user runs it. */
async function assay(...args: string[]) {
  const main = new URL('../../main.ts', import.meta.url).pathname;
  const options = {
    cwd: directory,
    env: { ...process.env, ASSAY_API_KEY: BOOTSTRAP_KEY, ASSAY_ANALYSIS_THREADS: '1' },
  };
  const node = ['--import', import.meta.resolve('tsx'), main, ...args];
  return await run(process.execPath, node, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}
const analyze = () => assay('sealed', 'analyze', '.', '--server', server.address, '--repository', 'numbat-shop');

describe('assay sealed', () => {
  it('makes a key file that only its owner reads, and never overwrites one', async () => {
    const made = await assay('sealed', 'init');
    expect(made.code).toBe(0);
    const file = join(directory, 'assay-sealed-key.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(made.stdout).not.toContain(JSON.parse(text).key);
    const again = await assay('sealed', 'init');
    expect([again.code, await readFile(file, 'utf8')]).toEqual([2, text]);
  });

  it('stores findings that the page opens and the server cannot, and heeds their dismissal', async () => {
    const first = await analyze();
    expect(first.stderr).toBe('');
    expect(first.code).toBe(1);
    const analysisId = /analysis (\S+)/.exec(first.stdout)?.[1] ?? '';
    const { body, text } = await server.get(`/api/v1/analyses/${analysisId}`);
    const issue = body.issues.find(({ rule_id: rule }: { rule_id: string }) => rule === 'sql-injection');
    expect(issue).toMatchObject({ severity: 'critical', cwe: ['CWE-89'], trace: [], location: { start: { line: 1 } } });
    for (const word of ['zanzibar', 'quokka', 'wombats', 'platypus', 'numbat', 'SELECT'])
      expect(text).not.toContain(word);

    const key = await openKey(await readFile(join(directory, 'assay-sealed-key.json'), 'utf8'));
    const opened = await key.open(issue);
    expect(opened).toMatchObject({ within: 'zanzibar_lookup', location: { path: 'platypus.py', start: { line: 6 } } });
    expect(opened.snippet).toContain('wombats');
    expect(opened.trace.length).toBeGreaterThan(0);

    const triage = await server.get('/api/v1/issues');
    const listed = triage.body.items.filter(({ rule_id: rule }: { rule_id: string }) => rule === 'sql-injection');
    expect(listed).toHaveLength(1);
    expect(triage.text).not.toContain('zanzibar');

    const feedback = { issue_id: issue.id, verdict: 'false_positive', reason: 'tested' };
    const given = await server.post('/api/v1/feedback', { analysis_id: analysisId, feedback });
    expect(given.status).toBe(201);
    await writeFile(join(directory, 'platypus.py'), `# moved\n\n${CODE}`);
    const second = await analyze();
    expect(second.stdout).toContain('sql-injection');
    expect(second.stdout).toContain('(Dismissed: tested)');
  });

  it('shows nothing with another key, or when a finding was exchanged for another', async () => {
    const [one, other] = [createSealedKey(), createSealedKey()];
    const sealer = createFindingSealer(one);
    const fingerprint = sealer.name('fingerprint', 'f');
    const sealed = { key_id: one.id, data: sealer.seal('{"message":"m"}', `finding:${fingerprint}`), features: [] };
    const key = await openKey(writeSealedKey(one));
    expect(await key.open({ fingerprint, sealed })).toEqual({ message: 'm' });
    await expect(key.open({ fingerprint: 'another', sealed })).rejects.toThrow(/changed/);
    await expect((await openKey(writeSealedKey(other))).open({ fingerprint, sealed })).rejects.toThrow(/another key/);
    await expect(openKey('no json')).rejects.toThrow(/no key file/);
    await expect(openKey(writeSealedKey({ ...one, id: other.id }))).rejects.toThrow(/damaged/);
    expect(readSealedKey(writeSealedKey(one))).toEqual(one);
    expect(readSealedKey(writeSealedKey({ ...one, id: other.id }))).toBeNull();
    expect(createFindingSealer(other).name('path', 'a')).not.toBe(sealer.name('path', 'a'));
    expect(sealer.name('function', 'a')).not.toBe(sealer.name('path', 'a'));
  });
});

describe('POST /api/v1/sealed/analyses', () => {
  const finding = {
    fingerprint: 'a'.repeat(32),
    rule_id: 'sql-injection',
    severity: 'high',
    category: 'security',
    confidence: 1,
    cwe: [],
    within: '',
    sealed: 'AAAA',
    features: [],
  };
  const request = (change: object, issue: object = {}) => ({
    key_id: 'a'.repeat(16),
    model: { version: '1', digest: `sha256:${'a'.repeat(64)}` },
    files: [{ path: 'b'.repeat(32), language: 'python', issues: [{ ...finding, ...issue }] }],
    ...change,
  });

  it('200: what is not found any more is fixed, and what comes back is open; the dismissed stays', async () => {
    const { id, key } = await server.createTenant();
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)].map((fingerprint) => ({ ...finding, fingerprint }));
    const send = async (issues: object[], path = 'b'.repeat(32), repository: string | undefined = 'c'.repeat(32)) => {
      const files = [{ path, language: 'python', issues }];
      const answer = await server.post('/api/v1/sealed/analyses', request({ files, repository }), { key });
      expect(answer.status).toBe(200);
      return answer.body.files[0];
    };
    const states = async () => {
      const { items } = (await server.get('/api/v1/issues', { key })).body;
      return Object.fromEntries(items.map(({ fingerprint, state }: Json) => [fingerprint[0], state]));
    };
    const sent = await send([one ?? {}, two ?? {}]);
    expect(await states()).toEqual({ 1: 'open', 2: 'open' });
    await send([], 'd'.repeat(32));
    expect(await states()).toEqual({ 1: 'open', 2: 'open' });
    await send([two ?? {}]);
    expect(await states()).toEqual({ 1: 'fixed', 2: 'open' });
    await send([one ?? {}, two ?? {}]);
    expect(await states()).toEqual({ 1: 'open', 2: 'open' });
    const feedback = { issue_id: sent.issues[1].id, verdict: 'false_positive' };
    const reviewer = await server.createKey(id, 'reviewer');
    await server.post('/api/v1/feedback', { analysis_id: sent.analysis_id, feedback }, { key: reviewer });
    await send([one ?? {}, two ?? {}]);
    expect(await states()).toEqual({ 1: 'open', 2: 'dismissed' });
    await send([]);
    expect(await states()).toEqual({ 1: 'fixed', 2: 'dismissed' });
  });

  it('400: what could be readable', async () => {
    for (const body of [
      request({ repository: 'shop' }),
      request({ files: [{ path: 'src/app.py', language: 'python', issues: [] }] }),
      request({}, { within: 'Cart.pay' }),
      request({}, { fingerprint: `${'a'.repeat(32)}-Cart.pay` }),
      request({}, { message: 'readable' }),
      request({}, { features: ['password'] }),
      request({}, { sealed: 'not base64 but a sentence' }),
    ]) {
      expect((await server.post('/api/v1/sealed/analyses', body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await server.post('/api/v1/sealed/analyses', request({}))).status).toBe(200);
  });

  it('403: code, once the tenant is in sealed mode; findings are still taken', async () => {
    const { key } = await server.createTenant();
    const values = { values: { data_mode: 'sealed' } };
    await server.send('PUT', '/api/v1/preferences?scope=tenant', {
      key,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    });
    const plain = await server.post('/api/v1/analyze', { code: CODE }, { key });
    expect([plain.status, plain.body.code]).toEqual([403, 'sealed_only']);
    expect((await server.post('/api/v1/sealed/analyses', request({}), { key })).status).toBe(200);
  });
});

describe('GET /sealed', () => {
  it('200: a page that loads from this server alone, and keeps no key', async () => {
    const page = await server.get('/sealed', { key: null });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const scripts = await Promise.all(['sealed.js', 'sealed-opener.js'].map((name) => server.get(`/assets/${name}`)));
    for (const { status, text } of scripts) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/localStorage|sessionStorage|document\.cookie|indexedDB|innerHTML|https?:\/\//);
    }
  });
});
