import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { medium } from '../../../tests/server/samples.ts';
import { mlServiceMissing, type RunningServer, startMlserver } from '../../../tests/services/ml-services.ts';

const SLOWEST_MS = 600_000;

async function analyze(server: TestServer, key: string, name: string) {
  const context = { repository: 'shop', path: `src/api/${name}.py`, minimum_confidence: 0 };
  const { status, body } = await server.post(
    '/api/v1/analyze',
    { code: medium(name), language: 'python', context },
    { key },
  );
  expect(status).toBe(200);
  return { ...body, issue: body.issues[0] };
}

describe('a ranker that stands in', () => {
  const state = { confidence: 0.42, isUp: true, asked: [] as number[][] };
  const outside = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      if (!state.isUp) return void response.writeHead(500).end();
      if (request.url?.endsWith('/infer')) {
        const [{ data, shape }] = JSON.parse(text).inputs;
        state.asked.push(data);
        const confidences = Array.from({ length: shape[0] }, () => state.confidence);
        return void response.end(JSON.stringify({ outputs: [{ name: 'confidence', data: confidences }] }));
      }
      return void response.end(JSON.stringify({ name: 'outside', versions: ['7'] }));
    });
  });
  let server: TestServer;
  beforeAll(async () => {
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/v2/models/outside`;
    server = await startTestServer({ environment: { ASSAY_RANKER: url, ASSAY_RANKER_TIMEOUT_MS: '30000' } });
  }, SLOWEST_MS);
  afterAll(async () => {
    await server?.close();
    outside.close();
  });

  it('gives the confidences, is named, knows the verdicts, and Assay goes on when it fails', async () => {
    const { key } = await server.createTenant();
    const first = await analyze(server, key, 'first');
    expect(first.model.ranker).toEqual({ name: 'outside', version: '7' });
    expect(first.issue.confidence).toBe(0.42);
    expect(first.issue.engine.confidence).not.toBe(0.42);
    const feedback = { issue_id: first.issue.id, verdict: 'false_positive' };
    await server.post('/api/v1/feedback', { analysis_id: first.analysis_id, feedback }, { key });
    const before = state.asked.at(-1) ?? [];
    await analyze(server, key, 'second');
    expect(state.asked.at(-1)).not.toEqual(before);
    expect((await analyze(server, key, 'second')).cached).toBe(true);

    state.isUp = false;
    const during = await analyze(server, key, 'third');
    expect(during.model.ranker).toBeUndefined();
    expect(during.issue.confidence).not.toBe(0.42);
    // It was for an answer of the other that was asked: that one is not kept in its place.
    const again = await analyze(server, key, 'third');
    expect(again.cached).toBe(false);
    expect((await analyze(server, key, 'third')).cached).toBe(true);
    const explained = await server.get(`/api/v1/issues/${first.issue.id}/explanation`, { key });
    expect(explained.body.reproduced).toBe(false);
    expect(server.logs()).toContain('cannot be used: Assay ranks');
  });
});

const missing = mlServiceMissing('mlserver');
describe.skipIf(missing !== null)(
  `MLServer${missing === null ? '' : ` (skipped: ${missing})`}`,
  { timeout: SLOWEST_MS },
  () => {
    let folder: string;
    let mlserver: RunningServer;
    let server: TestServer;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'assay-mlserver-'));
      mlserver = await startMlserver(folder);
      server = await startTestServer({ environment: { ASSAY_RANKER: mlserver.url, ASSAY_RANKER_TIMEOUT_MS: '30000' } });
    }, SLOWEST_MS);
    afterAll(async () => {
      await server?.close();
      await mlserver?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('ranks by what verdicts say of rule and place, and Assay does when it is gone', async () => {
      const { key } = await server.createTenant();
      const first = await analyze(server, key, 'first');
      expect(first.model.ranker).toEqual({ name: 'ranker', version: expect.any(String) });
      for (let number = 0; number < 4; number++) {
        const found = await analyze(server, key, `dismissed_${number}`);
        const feedback = { issue_id: found.issue.id, verdict: 'false_positive' };
        await server.post('/api/v1/feedback', { analysis_id: found.analysis_id, feedback }, { key });
      }
      const after = await analyze(server, key, 'after');
      expect(after.model.ranker.name).toBe('ranker');
      expect(after.issue.confidence).toBeLessThan(first.issue.confidence - 0.2);
      await mlserver.stop();
      const without = await analyze(server, key, 'without');
      expect(without.model.ranker).toBeUndefined();
      expect(without.issue.confidence).toBeGreaterThan(0);
    });
  },
);
