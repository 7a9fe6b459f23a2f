// Scans from the wire to the history: asked for, worked on, watched, stopped; what is found is an issue like others.
import { type ClientRequest, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOOTSTRAP_KEY, type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { critical, medium } from '../../../tests/server/samples.ts';
import { Scan, ScanIssuesPage } from '../../contract/index.ts';
import { tarGzOf, zipOf } from './testing/archives.ts';

const START_MS = 600_000;
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ consumes: ['scans'] });
}, START_MS);
afterAll(() => server.close());

const WEB =
  'from flask import Flask, request\nfrom store import rows_of\n\napp = Flask(__name__)\n\n\n@app.route("/orders")\ndef orders():\n    return {"rows": rows_of(request.args["customer"])}\n';
const STORE =
  'import sqlite3\n\n\ndef rows_of(customer):\n    connection = sqlite3.connect("shop.db")\n    return connection.execute("SELECT * FROM orders WHERE customer = \'" + customer + "\'").fetchall()\n';
const SHOP = [
  { path: 'web.py', code: WEB },
  { path: 'store.py', code: STORE },
  { path: 'digest.py', code: medium('digest') },
  { path: 'plain.py', code: 'x = 1\n' },
];

const start = (body: Json, headers: Record<string, string> = {}) => server.post('/api/v1/scans', body, { headers });

async function ended(id: string, key = BOOTSTRAP_KEY): Promise<Json> {
  for (;;) {
    const { status, body } = await server.get(`/api/v1/scans/${id}`, { key });
    if (status !== 503 && !['queued', 'running'].includes(body.state)) return body;
    await delay(50);
  }
}

async function scan(files: readonly Json[], context: Json = {}): Promise<Json> {
  const { status, body } = await start({ files, context });
  expect(status).toBe(202);
  return await ended(body.scan_id);
}

const issuesOf = async (id: string): Promise<Json[]> =>
  (await server.get(`/api/v1/scans/${id}/issues?limit=1000`)).body.items;

describe('a scan of files', () => {
  it('is answered at once, and finds what flows through several files, once, in the file where it lies', async () => {
    const { status, headers, body } = await start({ files: SHOP, context: { repository: 'one', project: 'shop' } });
    expect([status, headers.get('location')]).toEqual([202, `/api/v1/scans/${body.scan_id}`]);
    expect(Compile(Scan).Check(body)).toBe(true);
    const done = await ended(body.scan_id);
    expect(done).toMatchObject({
      state: 'done',
      progress: { files: 4, analysed: 4, reported: 4, reused: 0, failed: 0 },
      issue_counts: { critical: 1, high: 0 },
      error: null,
    });
    const page = (await server.get(`/api/v1/scans/${body.scan_id}/issues`)).body;
    expect(Compile(ScanIssuesPage).Check(page)).toBe(true);
    expect(page.next_cursor).toBeNull();
    const found = page.items.map((issue: Json) => `${issue.location.path} ${issue.rule_id}`).sort();
    expect(found.filter((one: string) => one.includes('sql-injection'))).toEqual(['store.py sql-injection']);
    expect(found).toContain('digest.py weak-hash');
    const sql = page.items.find((issue: Json) => issue.rule_id === 'sql-injection');
    expect(sql.trace.map((step: Json) => step.location.path)).toContain('web.py');
    const { body: analysis } = await server.get(`/api/v1/analyses/${sql.analysis_id}?include=code`);
    expect(analysis).toMatchObject({ path: 'store.py', project: 'shop', repository: 'one', code: STORE });
  });

  it('an issue takes a verdict, and the next scan knows it', async () => {
    const first = await scan(SHOP, { repository: 'verdicts' });
    const issue = (await issuesOf(first.scan_id)).find(({ rule_id }) => rule_id === 'weak-hash');
    const feedback = { issue_id: issue.id, verdict: 'false_positive', reason: 'a cache key' };
    const given = await server.post('/api/v1/feedback', { analysis_id: issue.analysis_id, feedback });
    expect(given.status).toBe(201);
    const second = await scan(SHOP, { repository: 'verdicts' });
    expect(second).toMatchObject({ suppressed_count: 1, progress: { reused: 4 } });
    expect((await issuesOf(second.scan_id)).map(({ rule_id }) => rule_id)).not.toContain('weak-hash');
  });
});

describe('what has not changed', () => {
  const analyses = async (path: string) =>
    (await server.get(`/api/v1/analyses?repository=again&path=${path}&limit=100`)).body.items.length;

  it('is not analysed again, nor stored twice', async () => {
    const first = await scan(SHOP, { repository: 'again' });
    const second = await scan(SHOP, { repository: 'again' });
    expect(second.progress).toEqual({ files: 4, analysed: 4, reported: 4, reused: 4, failed: 0 });
    expect(await analyses('store.py')).toBe(1);
    const ids = async ({ scan_id: id }: Json) => (await issuesOf(id)).map((issue) => issue.id);
    expect(await ids(second)).toEqual(await ids(first));
    expect(second.issue_counts).toEqual(first.issue_counts);
  });

  it('an edit concerns the file and those that read it', async () => {
    const mended = STORE.replace('"SELECT * FROM orders WHERE customer = \'" + customer + "\'"', '"SELECT 1"');
    const files = SHOP.map((file) => (file.path === 'store.py' ? { ...file, code: mended } : file));
    const third = await scan(files, { repository: 'again' });
    expect(third.progress).toMatchObject({ analysed: 4, reused: 2 });
    expect((await issuesOf(third.scan_id)).map(({ rule_id }) => rule_id)).not.toContain('sql-injection');
    const { body } = await server.get('/api/v1/issues?repository=again&state=fixed');
    expect(body.items.map(({ rule_id }: Json) => rule_id)).toContain('sql-injection');
  });

  it('what somebody else has said of a file since is not overlooked', async () => {
    const context = { repository: 'overtaken' };
    await scan([{ path: 'a.py', code: critical('a') }], context);
    await server.post('/api/v1/analyze', { code: 'x = 1\n', context: { ...context, path: 'a.py' } });
    const open = async () => (await server.get('/api/v1/issues?repository=overtaken&state=open')).body.items.length;
    expect(await open()).toBe(0);
    await scan([{ path: 'a.py', code: critical('a') }], context);
    expect(await open()).toBe(1);
  });

  it('findings of a baseline are known', async () => {
    const context = { repository: 'based' };
    const first = await scan([{ path: 'a.py', code: critical('a') }], context);
    const files = [
      { path: 'a.py', code: critical('a') },
      { path: 'b.py', code: critical('b') },
    ];
    const second = await scan(files, { ...context, baseline_scan_id: first.scan_id });
    const states = (await issuesOf(second.scan_id)).map(({ location, state }) => `${location.path} ${state}`);
    expect(states.sort()).toEqual(['a.py known', 'b.py new']);
  });

  it('a baseline that is not there is told of, whatever its id looks like', async () => {
    const [file] = [{ path: 'a.py', code: critical('a') }];
    for (const baseline_scan_id of ['no id', '01950000-0000-7000-8000-00000000abcd']) {
      const done = await scan([file], { repository: 'unknown-baseline', baseline_scan_id });
      expect([done.state, done.notices.map(({ code }: Json) => code)]).toEqual(['done', ['unknown_baseline']]);
    }
  });

  it('a baseline of another project is none for a key that is restricted to one', async () => {
    const { key } = await server.createTenant();
    const project = (await server.post('/api/v1/projects', { slug: 'mine', name: 'Mine' }, { key })).body;
    const made = { name: 'ci', role: 'developer', project_id: project.project_id };
    const { status, body: restricted } = await server.post('/api/v1/api-keys', made, { key });
    expect(status).toBe(201);
    const files = [{ path: 'a.py', code: critical('a') }];
    const start = async (context: Json, by: string) => {
      const { status, body } = await server.post('/api/v1/scans', { files, context }, { key: by });
      expect(status).toBe(202);
      return await ended(body.scan_id, key);
    };
    const [other, own] = [await start({ project: 'other' }, key), await start({ project: 'mine' }, key)];
    const compared = async (baseline_scan_id: string) => {
      const done = await start({ baseline_scan_id }, restricted.key);
      const { body } = await server.get(`/api/v1/scans/${done.scan_id}/issues`, restricted);
      return [body.items.map(({ state }: Json) => state), done.notices.map(({ code }: Json) => code)];
    };
    expect(await compared(other.scan_id)).toEqual([['new'], ['unknown_baseline']]);
    expect(await compared(own.scan_id)).toEqual([['known'], []]);
  });
});

describe('archives', () => {
  it('a zip and a tar.gz are scanned, with what is to be said in the query', async () => {
    const entries = SHOP.map(({ path, code }) => ({ name: `shop-main/${path}`, content: code }));
    for (const [type, bytes] of [
      ['application/zip', zipOf(entries)],
      ['application/gzip', await tarGzOf(entries)],
    ] as const) {
      const query = `?project=shop&repository=${type}&strip=1&name=shop.${type.slice(-3)}`;
      const { status, body } = await server.send('POST', `/api/v1/scans${query}`, {
        body: new Uint8Array(bytes),
        headers: { 'content-type': type },
      });
      expect(status).toBe(202);
      const done = await ended(body.scan_id);
      expect(done).toMatchObject({
        state: 'done',
        project: 'shop',
        source: { kind: 'archive', origin: `shop.${type.slice(-3)}` },
      });
      expect((await issuesOf(body.scan_id)).map(({ location }) => location.path)).toContain('store.py');
    }
  });

  it('a hostile one is 422 with the name of the entry; nothing is stored', async () => {
    const { status, body } = await server.send('POST', '/api/v1/scans', {
      body: new Uint8Array(zipOf([{ name: '../../x.py', content: 'x' }])),
      headers: { 'content-type': 'application/zip' },
    });
    expect([status, body.code]).toEqual([422, 'archive_refused']);
    expect(body.detail).toContain('../../x.py');
  });

  it('other endpoints still refuse archives', async () => {
    const answer = await server.send('POST', '/api/v1/analyze', {
      body: 'PK',
      headers: { 'content-type': 'application/zip' },
    });
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
  });
});

describe('uploads that are still on their way', () => {
  it('are so many of a tenant at once; another is refused before its body is read, until one is gone, and of other tenants not', async () => {
    const headers = { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/zip' };
    const bytes = zipOf([{ name: 'a.py', content: 'x' }]);
    const post = () => server.send('POST', '/api/v1/scans', { body: new Uint8Array(bytes), headers });
    const slow = new Set<ClientRequest>();
    const begin = () => {
      const upload = request(`${server.address}/api/v1/scans`, {
        method: 'POST',
        headers: { ...headers, 'content-length': bytes.length },
      });
      slow.add(upload);
      const forget = () => slow.delete(upload);
      upload.on('error', forget).on('response', forget).on('close', forget);
      upload.write(bytes.subarray(0, 10));
    };
    for (let begun = 0; begun < 24; begun++) begin();
    // As nobody else asks meanwhile, those that are not refused have all places of the tenant.
    await vi.waitFor(() => expect(slow.size).toBe(8), 60_000);
    const { status, body, headers: answered } = await post();
    expect([status, body.code, answered.get('retry-after')]).toEqual([503, 'overloaded', '5']);
    const { body: other } = await server.post('/api/v1/tenants', { name: 'Other' });
    const theirs = { ...headers, authorization: `Bearer ${other.api_key}` };
    const taken = await server.send('POST', '/api/v1/scans', { body: new Uint8Array(bytes), headers: theirs });
    expect(taken.status).toBe(202);
    for (const upload of slow) upload.destroy();
    await vi.waitFor(async () => expect((await post()).status).toBe(202), { timeout: 60_000, interval: 100 });
  });
});

describe('the same request twice', () => {
  it('is one scan with an Idempotency-Key, and a mismatch with another query', async () => {
    const post = (query: string) =>
      server.send('POST', `/api/v1/scans${query}`, {
        body: new Uint8Array(zipOf([{ name: 'a.py', content: 'x' }])),
        headers: { 'content-type': 'application/zip', 'idempotency-key': 'scan-1' },
      });
    const [first, second, third] = [await post('?project=a'), await post('?project=a'), await post('?project=b')];
    expect(second.body.scan_id).toBe(first.body.scan_id);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect([third.status, third.body.code]).toEqual([422, 'idempotency_mismatch']);
    await ended(first.body.scan_id);
  });
});

describe('what is refused', () => {
  it.each<[string, Json, string]>([
    ['neither files nor git', {}, 'invalid_request'],
    ['both', { files: [], git: { url: 'https://example.org/x' } }, 'invalid_request'],
    ['a repository, where no host is allowed', { git: { url: 'https://example.org/x' } }, 'git_refused'],
    ['zero retention', { files: [], context: { data_mode: 'zero-retention' } }, 'scan_not_kept'],
    ['a path that leads out', { files: [{ path: '../x', code: '' }] }, 'invalid_request'],
    ['half a surrogate pair', { files: [{ path: 'x', code: '\ud800' }] }, 'invalid_encoding'],
  ])('%s', async (_what, body, code) => {
    expect((await start(body)).body.code).toBe(code);
  });

  it('a tenant in a mode that keeps nothing', async () => {
    const { key } = await server.createTenant();
    const set = (data_mode: string) =>
      server.send('PUT', '/api/v1/preferences?scope=tenant', {
        key,
        body: JSON.stringify({ values: { data_mode } }),
        headers: { 'content-type': 'application/json' },
      });
    const post = () => server.post('/api/v1/scans', { files: SHOP }, { key });
    await set('zero-retention');
    expect((await post()).body.code).toBe('scan_not_kept');
    await set('sealed');
    expect((await post()).body.code).toBe('sealed_only');
  });
});

describe('results only', () => {
  it('leaves no code behind', async () => {
    const { id, key } = await server.createTenant();
    const { body } = await server.post('/api/v1/scans', { files: SHOP, context: { store: 'results' } }, { key });
    const done = await ended(body.scan_id, key);
    expect(done.state).toBe('done');
    const left = await server.database.asTenant(id, (tx) => tx.selectFrom('code_objects').selectAll().execute());
    expect(left).toEqual([]);
  });
});

describe('events', () => {
  const events = async (
    id: string,
    headers: Record<string, string> = {},
  ): Promise<{ id: string; event: string; data: Json }[]> => {
    const response = await fetch(`${server.address}/api/v1/scans/${id}/events`, {
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, ...headers },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const field = (block: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
    return (await response.text())
      .split('\n\n')
      .filter((block) => block.includes('event: '))
      .map((block) => ({
        id: field(block, 'id'),
        event: field(block, 'event'),
        data: JSON.parse(field(block, 'data')),
      }));
  };

  it('tell of every file once and end with the scan; a client goes on after what it has seen', async () => {
    const { body } = await start({ files: SHOP, context: { repository: 'events' } });
    const all = await events(body.scan_id);
    expect(all.filter(({ event }) => event === 'file').map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
    expect(all.at(-1)).toMatchObject({ event: 'end', data: { state: 'done' } });
    const rest = await events(body.scan_id, { 'last-event-id': '3' });
    expect(rest.map(({ id, event }) => [id, event])).toEqual([
      ['4', 'file'],
      ['', 'end'],
    ]);
    expect(
      (await server.get(`/api/v1/scans/${body.scan_id}/events`, { headers: { 'last-event-id': 'x' } })).status,
    ).toBe(400);
  });
});

describe('reading', () => {
  it('pages through the issues, each once', async () => {
    const files = Array.from({ length: 7 }, (_, index) => ({ path: `f${index}.py`, code: critical(`f${index}`) }));
    const done = await scan(files, { repository: 'pages' });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await server.get(`/api/v1/scans/${done.scan_id}/issues?limit=2${query}`);
      seen.push(...body.items.map((issue: Json) => issue.id));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  it('gives SARIF of a scan that is done', async () => {
    const done = await scan(SHOP, { repository: 'sarif' });
    const { headers, body } = await server.get(`/api/v1/scans/${done.scan_id}/sarif`);
    expect(headers.get('content-type')).toBe('application/sarif+json');
    expect(body.runs[0].results.map((one: Json) => one.ruleId)).toContain('sql-injection');
  });

  it('lists scans, newest first, and deletes one that has ended', async () => {
    const { key } = await server.createTenant();
    const ids: string[] = [];
    for (const project of ['a', 'b']) {
      const { body } = await server.post('/api/v1/scans', { files: SHOP, context: { project } }, { key });
      ids.push((await ended(body.scan_id, key)).scan_id);
    }
    const list = async (query = '') =>
      (await server.get(`/api/v1/scans${query}`, { key })).body.items.map((one: Json) => one.scan_id);
    expect([await list(), await list('?project=a'), await list('?state=failed')]).toEqual([
      [ids[1], ids[0]],
      [ids[0]],
      [],
    ]);
    expect((await server.send('DELETE', `/api/v1/scans/${ids[0]}`, { key })).status).toBe(204);
    expect((await server.get(`/api/v1/scans/${ids[0]}`, { key })).status).toBe(404);
    expect((await server.get(`/api/v1/scans/${ids[1]}`)).status).toBe(404);
  });
});
