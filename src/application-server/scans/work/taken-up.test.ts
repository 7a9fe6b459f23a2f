// Scans that were not done in one go: the model service is away meanwhile, and code that they count on is deleted.
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Json, startTestServer, type TestServer } from '../../../../tests/server/index.ts';
import { critical } from '../../../../tests/server/samples.ts';
import { HOME_TENANT_ID, type TenantTransaction } from '../../../database-service/index.ts';
import { createDataDirectory } from '../../../database-service/testing/data-directory.ts';

const START_MS = 300_000;
vi.setConfig({ testTimeout: START_MS });
const FILES = ['a', 'b', 'c'].map((name) => ({ path: `${name}.py`, code: critical(name) }));

async function until(server: TestServer, id: string, done: (scan: Json) => boolean): Promise<Json> {
  for (;;) {
    const { body } = await server.get(`/api/v1/scans/${id}`);
    if (done(body)) return body;
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
    expect(waiting).toMatchObject({ state: 'running', progress: { analysed: 0, failed: 0 } });
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

  it('a file whose code is gone fails the scan; nothing is analysed in its place', async () => {
    const id = await post({ repository: 'gone' });
    await home((tx) =>
      sql`delete from code_objects where address in (
        select address from scan_files where scan_id = ${id}::uuid and position = 1)`.execute(tx),
    );
    const scan = await worked(id);
    expect(scan).toMatchObject({ state: 'failed', progress: { reported: 0 }, error: { code: 'scan_failed' } });
  });
});
