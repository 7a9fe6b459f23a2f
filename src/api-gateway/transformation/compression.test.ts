import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { preferredEncoding } from './compression.ts';

describe('preferredEncoding', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['identity', null],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['gzip;q=nonsense', null],
  ])('of %j is %j', (header, encoding) => {
    expect(preferredEncoding(header)).toBe(encoding);
  });
});

describe('an answer', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  /** Without a client that decompresses by itself. */
  const get = (path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      const outgoing = httpRequest(`${server.address}${path}`, { method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      outgoing.on('error', reject).end();
    });
  const DOCUMENT = '/api/openapi.json';

  it('is compressed for who takes it, with a tag of its own that still matches', async () => {
    const plain = await get(DOCUMENT, {});
    const br = await get(DOCUMENT, { 'accept-encoding': 'gzip, br' });
    const gzip = await get(DOCUMENT, { 'accept-encoding': 'gzip' });
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    for (const { headers } of [plain, br, gzip]) expect(headers.vary).toContain('Accept-Encoding');
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(br.body.length).toBeLessThan(plain.body.length / 5);
    expect(br.headers.etag).toBe(`W/${plain.headers.etag}`);
    for (const etag of [plain.headers.etag, br.headers.etag]) {
      const again = await get(DOCUMENT, { 'accept-encoding': 'br', 'if-none-match': String(etag) });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    }
  });

  it('is left as it is when it is small, no text, or only asked about', async () => {
    const encoding = async (path: string, method?: string) =>
      (await get(path, { 'accept-encoding': 'br' }, method)).headers['content-encoding'];
    expect(await encoding('/livez')).toBeUndefined();
    expect(await encoding('/nothing')).toBeUndefined();
    expect(await encoding(DOCUMENT, 'HEAD')).toBeUndefined();
    expect(await encoding('/metrics')).toBe('br');
  });
});
