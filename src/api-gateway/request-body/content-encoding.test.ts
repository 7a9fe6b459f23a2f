import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const post = (bytes: Uint8Array, encoding: string) =>
  server.post('/api/v1/analyze', bytes, { headers: { 'content-encoding': encoding } });
const json = (code: string) => JSON.stringify({ code, context: { store: 'none' } });

describe('a compressed body', () => {
  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ] as const)('is understood: %s', async (encoding, compress) => {
    const { status, headers } = await post(compress(json('x = 1\n'.repeat(20_000))), encoding);
    expect(status).toBe(200);
    // Counted as it is decompressed.
    const left = Number(/"content";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    expect(left % 1_048_576).not.toBe(0);
  });

  it('is refused when it is broken, cut off, or something else', async () => {
    const whole = gzipSync(json('x = 1'));
    for (const bytes of [whole.subarray(0, -9), Buffer.from('not gzip'), brotliCompressSync(json(''))]) {
      const { status, body } = await post(bytes, 'gzip');
      expect([status, body.code]).toEqual([400, 'malformed_http']);
    }
    expect((await post(gzipSync('{'), 'gzip')).body.code).toBe('invalid_json');
    for (const encoding of ['zstd', 'constructor', '__proto__']) {
      const { status, headers } = await post(whole, encoding);
      expect([status, headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br']);
    }
  });

  it('is refused when it swells beyond the limit or is made to swell, and the server lives on', async () => {
    const large = 40 * 1_048_576;
    for (const [encoding, compress] of [
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
    ] as const) {
      const bomb = compress(Buffer.alloc(large, ' '));
      const grown = async () => {
        const before = process.memoryUsage().rss;
        const { status, body } = await post(bomb, encoding);
        expect([status, body.code]).toEqual([413, 'payload_too_large']);
        return process.memoryUsage().rss - before;
      };
      // Whatever else this process does may need memory too, but not each time.
      await expect.poll(grown).toBeLessThan(2 * large);
    }
    // Within the limit of 16 MiB, but of a ratio that no source code has.
    const swelling = await post(gzipSync(Buffer.alloc(8 * 1_048_576, ' ')), 'gzip');
    expect([swelling.status, swelling.body.detail]).toEqual([413, expect.stringContaining('200 times')]);
    expect((await post(gzipSync(json('x = 1')), 'gzip')).status).toBe(200);
  });
});
