// What happens to a scan when things go wrong: killed workers, lost leases, files that break, repositories that are not there.
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Json, startTestServer, type TestAnswer, type TestServer } from '../../../../tests/server/index.ts';
import { critical } from '../../../../tests/server/samples.ts';
import { HOME_TENANT_ID, type TenantTransaction, takeScan } from '../../../database-service/index.ts';
import { createLogger } from '../../../monitoring/index.ts';
import { stalledScansJob } from '../stalled-scans-job.ts';
import { type GitHost, gitMissing, startGitHost } from '../testing/git-host.ts';

const SILENT = createLogger({ level: 'silent', redact: (text) => text });
const OTHER = '01950000-0000-7000-8000-00000000abcd';
const START_MS = 600_000;
vi.setConfig({ testTimeout: START_MS });
let server: TestServer;
let host: GitHost | null = null;
beforeAll(async () => {
  host = gitMissing === null ? await startGitHost({ 'a.py': critical('a'), 'b.py': 'x = 1\n' }, ['link.py']) : null;
  server = await startTestServer({
    environment: {
      ASSAY_SCANS_OPEN: '5',
      ASSAY_SCAN_GIT_HOSTS: `127.0.0.1:${host?.port}`,
      ASSAY_OUTGOING_ALLOW: '127.0.0.1',
    },
  });
}, START_MS);
afterAll(async () => {
  await server.close();
  await host?.close();
});

const home = <Result>(work: (tx: TenantTransaction) => Promise<Result>) =>
  server.database.asTenant(HOME_TENANT_ID, work);
const get = async (id: string): Promise<Json> => (await server.get(`/api/v1/scans/${id}`)).body;
const post = async (files: Json, context: Json = {}) =>
  (await server.post('/api/v1/scans', { files, context })).body.scan_id;
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `f${index}.py`, code: critical(`name_${index}`) }));

async function until(id: string, done: (scan: Json) => boolean): Promise<Json> {
  for (;;) {
    const { status, body } = await server.get(`/api/v1/scans/${id}`);
    // Whoever is told to come again does.
    if (status !== 503 && done(body)) return body;
    await delay(20);
  }
}

const hasEnded = ({ state }: Json) => state !== 'queued' && state !== 'running';
const rows = (id: string) =>
  home((tx) =>
    sql<{ path: string; analysis_id: string; report: number }>`
      select path, analysis_id, report from scan_files where scan_id = ${id}::uuid order by report`.execute(tx),
  ).then((answer) => answer.rows);

describe('a worker that is stopped in the middle', () => {
  it('gives the scan back; the next goes on where it was, and no file is stored twice', async () => {
    const id = await post(many(110), { repository: 'stopped' });
    const first = await server.work(['scans']);
    const partly = await until(id, ({ progress }) => progress.reported > 0);
    expect(partly.state).toBe('running');
    await first.stop(0);
    const left = await get(id);
    expect(left).toMatchObject({ state: 'queued' });
    expect(left.progress.reported).toBeLessThan(110);
    const before = (await rows(id)).filter(({ report }) => report !== null);
    const second = await server.work(['scans']);
    const done = await until(id, hasEnded);
    await second.stop(0);
    expect(done).toMatchObject({ state: 'done', progress: { files: 110, analysed: 110, reported: 110, failed: 0 } });
    const after = await rows(id);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map(({ report }) => report)).toEqual(Array.from({ length: 110 }, (_, index) => index + 1));
    expect(new Set(after.map(({ analysis_id: analysis }) => analysis)).size).toBe(110);
    const { rows: stored } = await home((tx) =>
      sql<{ count: number }>`select count(*)::int as count from analyses where repository = 'stopped'`.execute(tx),
    );
    expect(stored[0]?.count).toBe(110);
  });
});

describe('a worker that is killed', () => {
  it('holds its scan until its lease ends; then another takes it, and what the dead one still does is refused', async () => {
    const id = await post(many(3));
    await home((tx) => takeScan(tx, id, OTHER));
    const working = await server.work(['scans']);
    await delay(300);
    expect((await get(id)).progress.analysed).toBe(0);
    await home((tx) =>
      sql`update scans set lease_until = now() - interval '1 second' where scan_id = ${id}::uuid`.execute(tx),
    );
    await server.queue.publish('scans', { id, tenantId: HOME_TENANT_ID });
    expect(await until(id, hasEnded)).toMatchObject({ state: 'done', progress: { reported: 3 } });
    await working.stop(0);
  });

  it('the job finds a scan whose message was lost', async () => {
    const id = await post(many(1));
    await home((tx) => sql`delete from queue_messages`.execute(tx));
    await home((tx) =>
      sql`update scans set published_at = now() - interval '5 minutes' where scan_id = ${id}::uuid`.execute(tx),
    );
    expect(await server.database.listTenantsWithStalledScans(60, 10)).toEqual([HOME_TENANT_ID]);
    await stalledScansJob(server).run(maintenanceContext());
    const working = await server.work(['scans']);
    expect((await until(id, hasEnded)).state).toBe('done');
    await working.stop(0);
  });

  it('the job says nothing again while messages wait, until it was silent for half an hour', async () => {
    const published: string[] = [];
    let ready = 1;
    const depth = async () => ({ ready, running: 0, dead: 0, oldestSeconds: 0 });
    const queue = {
      ...server.queue,
      depth,
      publish: async (_queue: string, message: { readonly id: string }) => void published.push(message.id),
    };
    const job = stalledScansJob({ database: server.database, queue });
    const silentFor = (id: string, minutes: number) =>
      home((tx) =>
        sql`update scans set published_at = now() - ${minutes} * interval '1 minute' where scan_id = ${id}::uuid`.execute(
          tx,
        ),
      );
    const id = await post(many(1));
    await silentFor(id, 5);
    await job.run(maintenanceContext());
    expect(published).toEqual([]);
    await silentFor(id, 31);
    for (let round = 0; round < 3; round++) await job.run(maintenanceContext());
    expect(published).toEqual([id]);
    await silentFor(id, 5);
    ready = 0;
    await job.run(maintenanceContext());
    expect(published).toEqual([id, id]);
    await server.post(`/api/v1/scans/${id}/cancel`, {});
  });
});

function maintenanceContext() {
  return { signal: new AbortController().signal, log: SILENT, forEachTenant: async () => undefined };
}

describe('a scan that breaks off again and again', () => {
  it('fails, and says where', async () => {
    const id = await post(many(2));
    await home((tx) => sql`update scans set attempts = 4 where scan_id = ${id}::uuid`.execute(tx));
    const working = await server.work(['scans']);
    const failed = await until(id, hasEnded);
    await working.stop(0);
    expect(failed).toMatchObject({ state: 'failed', stopped_at: 'f0.py', error: { code: 'scan_failed' } });
  });
});

describe('a file that cannot be analysed', () => {
  it('is told of, and the others are done', async () => {
    const impatient = await startTestServer({ consumes: ['scans'], environment: { ASSAY_ANALYSIS_TIMEOUT_MS: '10' } });
    const slow = `x = ${'['.repeat(400)}${']'.repeat(400)}\n${'f(a, b, c)\n'.repeat(40_000)}`;
    const { body } = await impatient.post('/api/v1/scans', {
      files: [
        { path: 'slow.py', code: slow },
        { path: 'a.py', code: 'x = 1\n' },
      ],
    });
    let scan = body;
    while (!hasEnded(scan)) {
      await delay(50);
      scan = (await impatient.get(`/api/v1/scans/${body.scan_id}`)).body;
    }
    await impatient.close();
    expect(scan).toMatchObject({ state: 'done', progress: { files: 2, analysed: 2, reported: 2 } });
    expect(scan.progress.failed).toBeGreaterThan(0);
  });
});

describe('cancelling', () => {
  it('stops the work; what was found stays', async () => {
    const id = await post(many(300), { repository: 'cancelled' });
    const working = await server.work(['scans']);
    await until(id, ({ progress }) => progress.reported > 0);
    const { body } = await server.send('POST', `/api/v1/scans/${id}/cancellation`);
    expect(body).toMatchObject({ state: 'cancelled' });
    // Its worker has heard of it when no message is left.
    await expect.poll(() => server.queue.depth('scans')).toMatchObject({ ready: 0, running: 0 });
    const { progress, state } = await get(id);
    await delay(500);
    expect(await get(id)).toMatchObject({ state, progress });
    expect(progress.reported).toBeLessThan(300);
    expect((await server.get(`/api/v1/scans/${id}/issues`)).body.items.length).toBeGreaterThan(0);
    await working.stop(0);
  });
});

describe('the SARIF of a scan that is not done', () => {
  it('is refused while it waits, and when it was cancelled', async () => {
    const id = await post(many(1));
    const sarif = () => server.get(`/api/v1/scans/${id}/sarif`);
    expect(await sarif()).toMatchObject({ status: 409, body: { code: 'scan_not_finished' } });
    await server.send('POST', `/api/v1/scans/${id}/cancellation`);
    expect(await sarif()).toMatchObject({ status: 409, body: { code: 'scan_not_finished' } });
  });
});

describe('more scans than a tenant may have open', () => {
  it('are refused until one has ended', async () => {
    const { key } = await server.createTenant();
    const ask = () => server.post('/api/v1/scans', { files: many(1) }, { key });
    const first = await ask();
    for (let more = 0; more < 4; more++) await ask();
    const { status, body, headers } = await ask();
    expect([status, body.code, headers.get('retry-after')]).toEqual([429, 'too_many_scans', '60']);
    await server.send('POST', `/api/v1/scans/${first.body.scan_id}/cancellation`, { key });
    expect((await ask()).status).toBe(202);
  });
});

describe('event streams', () => {
  it('are so many at once; one that is closed makes room', async () => {
    const { key } = await server.createTenant();
    const { body } = await server.post('/api/v1/scans', { files: many(1) }, { key });
    const streams = new AbortController();
    const open = () =>
      fetch(`${server.address}/api/v1/scans/${body.scan_id}/events`, {
        headers: { authorization: `Bearer ${key}` },
        signal: streams.signal,
      });
    const opened = await Promise.all(Array.from({ length: 50 }, open));
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await open();
    expect([refused.status, ((await refused.json()) as Json).code]).toEqual([429, 'too_many_streams']);
    streams.abort();
    await vi.waitFor(
      async () => {
        const again = await fetch(`${server.address}/api/v1/scans/${body.scan_id}/events`, {
          headers: { authorization: `Bearer ${key}` },
        });
        await again.body?.cancel();
        expect(again.status).toBe(200);
      },
      { timeout: 60_000, interval: 100 },
    );
  });
});

describe.skipIf(gitMissing !== null)(`a repository${gitMissing === null ? '' : `: ${gitMissing}`}`, () => {
  it('is fetched by the worker; its password stands nowhere', async () => {
    const working = await server.work(['scans']);
    const ask = async (git: Json) => {
      const { status, body } = await server.post('/api/v1/scans', { git });
      expect(status).toBe(202);
      return await until(body.scan_id, hasEnded);
    };
    const url = `http://me:geheim@127.0.0.1:${host?.port}/shop.git`;
    const done = await ask({ url, ref: 'main' });
    expect(done).toMatchObject({
      state: 'done',
      ref: 'main',
      source: { kind: 'git', origin: `http://127.0.0.1:${host?.port}/shop.git` },
      notices: [{ code: 'commit', message: expect.stringMatching(/^The files are those of commit [0-9a-f]{40}\.$/) }],
      progress: { files: 2, reported: 2 },
    });
    expect(await ask({ url: url.replace('shop', 'none') })).toMatchObject({
      state: 'failed',
      error: { code: 'git_failed' },
    });
    await working.stop(0);
    const stored = await home((tx) => sql`select scans::text from scans`.execute(tx));
    expect(JSON.stringify(stored.rows) + server.logs()).not.toContain('geheim');
  });

  it('counts against the quota of content as an upload does, and fails where there is not enough left', async () => {
    const tenant = await server.createTenant();
    const quota = { requests_per_minute: null, content_mb_per_hour: 1 };
    await server.send('PUT', `/api/v1/tenants/${tenant.id}/quota`, {
      body: JSON.stringify(quota),
      headers: { 'content-type': 'application/json' },
    });
    const left = ({ headers }: TestAnswer) =>
      Number(/"tenant-content";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    const send = (path: string, body: Json) => server.post(path, JSON.stringify(body), { key: tenant.key });
    const scanIt = async () => {
      const asked = await send('/api/v1/scans', { git: { url: `http://127.0.0.1:${host?.port}/shop.git` } });
      expect(asked.status).toBe(202);
      const path = `/api/v1/scans/${asked.body.scan_id}`;
      const isOver = async () => hasEnded((await server.get(path, { key: tenant.key })).body);
      await expect.poll(isOver).toBe(true);
      return { asked, scan: (await server.get(path, { key: tenant.key })).body };
    };
    const analyse = async (bytes: number) => {
      const empty = JSON.stringify({ code: '' }).length;
      return left(await send('/api/v1/analyze', { code: '#'.repeat(bytes - empty) }));
    };
    const working = await server.work(['scans']);
    const { asked, scan } = await scanIt();
    expect(scan.state).toBe('done');
    const rest = await analyse(1000);
    expect(left(asked) - rest - 1000).toBe(critical('a').length + 'x = 1\n'.length);
    await analyse(rest - 200);
    const { scan: refused } = await scanIt();
    await working.stop(0);
    expect(refused).toMatchObject({ state: 'failed', progress: { files: 0 }, error: { code: 'rate_limited' } });
    expect(refused.error.detail).toMatch(/^It holds \d+ bytes of source, more than .* restored in \d+ seconds\.$/);
  });
});
