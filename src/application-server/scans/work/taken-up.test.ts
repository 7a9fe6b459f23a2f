// Scans that were not done in one go: the model service is away meanwhile, and code that they count on is deleted.
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Json, startTestServer, type TestServer } from '../../../../tests/server/index.ts';
import { critical } from '../../../../tests/server/samples.ts';
import { HOME_TENANT_ID, type TenantTransaction } from '../../../database-service/index.ts';
import { createDataDirectory } from '../../../database-service/testing/data-directory.ts';

const START_MS = 600_000;
vi.setConfig({ testTimeout: START_MS });
const FILES = ['a', 'b', 'c'].map((name) => ({ path: `${name}.py`, code: critical(name) }));

async function until(server: TestServer, id: string, done: (scan: Json) => boolean): Promise<Json> {
  for (;;) {
    const { status, body } = await server.get(`/api/v1/scans/${id}`);
    if (status !== 503 && done(body)) return body;
    await delay(100);
  }
}
const hasEnded = ({ state }: Json) => state !== 'queued' && state !== 'running';

describe('a model service that is away', () => {
  it('fails no file: the scan waits, is given back, and is done when there is one', async () => {
    const dataDirectory = await createDataDirectory();
    const without = await startTestServer({
      dataDirectory,
      consumes: ['scans'],
      // Nothing listens there.
      environment: { ASSAY_MODEL_SERVERS: 'http://127.0.0.1:1', ASSAY_MODEL_FALLBACK: 'off' },
    });
    const { body } = await without.post('/api/v1/scans', { files: FILES });
    await until(without, body.scan_id, ({ state }) => state === 'running');
    await delay(3500);
    const waiting = (await without.get(`/api/v1/scans/${body.scan_id}`)).body;
    await without.close();
    // Given back to the queue where this took very long.
    expect(['running', 'queued']).toContain(waiting.state);
    expect(waiting.progress).toMatchObject({ analysed: 0, failed: 0 });
    const again = await startTestServer({ dataDirectory, consumes: ['scans'] });
    await again.queue.publish('scans', { id: body.scan_id, tenantId: HOME_TENANT_ID });
    const done = await until(again, body.scan_id, hasEnded);
    await again.close();
    expect(done).toMatchObject({ state: 'done', progress: { analysed: 3, reported: 3, failed: 0 } });
    expect(done.issue_counts.critical).toBe(3);
  });
});

describe('with one server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  }, START_MS);
  afterAll(() => server.close());
  const home = <Result>(work: (tx: TenantTransaction) => Promise<Result>) =>
    server.database.asTenant(HOME_TENANT_ID, work);
  const post = async (context: Json = {}) =>
    (await server.post('/api/v1/scans', { files: FILES, context })).body.scan_id;
  const worked = async (id: string) => {
    const working = await server.work(['scans']);
    const scan = await until(server, id, hasEnded);
    await working.stop(0);
    return scan;
  };

  it('what another version has analysed before is analysed again, and told of once', async () => {
    // As an attempt leaves it that was analysed by another version and broke off: one file told of, one not, one still to come.
    const first = await post({ repository: 'two-versions-before' });
    await worked(first);
    const id = await post({ repository: 'two-versions' });
    await home((tx) =>
      sql`update scan_files f set state = case f.position when 0 then 'reported' else 'analysed' end, file_key = '\\x00',
        outcome = e.outcome, files_read = e.files_read, report = case f.position when 0 then 1 end,
        analysis_id = case f.position when 0 then e.analysis_id end
        from scan_files e where e.scan_id = ${first}::uuid and e.position = f.position and f.position < 2
        and f.scan_id = ${id}::uuid`.execute(tx),
    );
    await home((tx) =>
      sql`update scans set analysed = 2, reported = 1, attempts = 1 where scan_id = ${id}::uuid`.execute(tx),
    );
    expect(await worked(id)).toMatchObject({
      state: 'done',
      progress: { files: 3, analysed: 3, reported: 3, failed: 0 },
    });
    const { rows } = await home((tx) =>
      sql<{
        state: string;
        key: string;
        report: number;
      }>`select state, encode(file_key, 'hex') as key, report from scan_files
        where scan_id = ${id}::uuid order by position`.execute(tx),
    );
    expect(rows.map(({ state }) => state)).toEqual(['reported', 'reported', 'reported']);
    expect(rows.map(({ key }) => key)).not.toContain('00');
    expect(rows.map(({ report }) => report).sort()).toEqual([1, 2, 3]);
  });

  it('a file whose earlier outcome was sealed under a key that is destroyed is analysed again', async () => {
    const id = await post({ repository: 'destroyed-key' });
    await worked(id);
    await home((tx) =>
      sql`update scan_files set outcome = '\\x0200000063'::bytea || outcome
        where scan_id = ${id}::uuid and position = 1`.execute(tx),
    );
    const again = await worked(await post({ repository: 'destroyed-key' }));
    expect(again).toMatchObject({ state: 'done', progress: { analysed: 3, reused: 2, reported: 3 } });
  });

  it('a file whose code is gone fails the scan; nothing is analysed in its place', async () => {
    const files = FILES.map(({ path, code }) => ({ path, code: `# of this scan alone\n${code}` }));
    const id = (await server.post('/api/v1/scans', { files })).body.scan_id;
    await home((tx) =>
      sql`delete from code_objects where address in (
        select address from scan_files where scan_id = ${id}::uuid and position = 1)`.execute(tx),
    );
    const scan = await worked(id);
    expect(scan).toMatchObject({ state: 'failed', progress: { reported: 0 }, error: { code: 'scan_failed' } });
  });
});
