import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { critical, medium } from '../../../tests/server/samples.ts';
import { BatchResponse } from '../../contract/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const batch = (body: unknown) => server.post('/api/v1/analyze/batch', body);

describe('200', () => {
  it('answers file by file, in order, and reports each failure by itself', async () => {
    const files = [
      { path: 'a.py', code: critical('one') },
      { path: 'b.bin', code: 'a\0b' },
      { code: medium('two'), language: 'python' },
      { path: 'big.py', code: 'x'.repeat(1_048_577) },
    ];
    const { status, body } = await batch({ files, context: { repository: 'shop' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 2, failed: 2 });
    expect(body.results).toMatchObject([
      { index: 0, path: 'a.py', status: 200, result: { issues: [{ rule_id: 'sql-injection' }] } },
      { index: 1, path: 'b.bin', status: 422, problem: { code: 'binary_input' } },
      { index: 2, path: null, status: 200, result: { issues: [{ rule_id: 'weak-hash' }] } },
      { index: 3, path: 'big.py', status: 413, problem: { code: 'payload_too_large' } },
    ]);
    expect(Compile(BatchResponse).Check(body)).toBe(true);
  });

  it('takes 500 files', async () => {
    const files = Array.from({ length: 500 }, (_, index) => ({ path: `${index}.py`, code: `x = ${index}\n` }));
    const { status, body } = await batch({ files });
    expect([status, body.succeeded]).toEqual([200, 500]);
  });
});

describe('400', () => {
  it('for no file, for 501 files, for a file without code', async () => {
    const file = { code: '' };
    const answers = await Promise.all([
      batch({ files: [] }),
      batch({ files: Array.from({ length: 501 }, () => file) }),
      batch({ files: [file, { path: 'a.py' }] }),
    ]);
    expect(answers.map(({ body }) => [body.status, body.errors[0].path])).toEqual([
      [400, '/files'],
      [400, '/files'],
      [400, '/files/1/code'],
    ]);
  });
});

describe('413', () => {
  it('for more than 20 MiB of code', async () => {
    const files = Array.from({ length: 21 }, () => ({ code: 'x'.repeat(1_048_576) }));
    const { status, body } = await batch({ files });
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
    expect(body.detail).toContain('20 MiB');
  });
});
