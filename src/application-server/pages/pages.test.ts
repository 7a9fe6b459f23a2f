import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';
import { ERROR_CATALOGUE } from '../../errors.ts';
import { readErrorSections } from '../problem-types/endpoint.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const page = (path: string) => server.get(path, { key: null });

describe('/problems/{code}', () => {
  it('200: explains every code', async () => {
    expect([...readErrorSections().keys()].sort()).toEqual(Object.keys(ERROR_CATALOGUE).sort());
    const { status, headers, text } = await page('/problems/payload_too_large');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('1 MiB');
  });

  it('404: for another', async () => {
    expect((await page('/problems/nothing')).body.code).toBe('not_found');
  });
});

describe('/rules/{rule_id}', () => {
  it('200: shows the help that an issue points to', async () => {
    const { status, text } = await page('/rules/sql-injection');
    expect(status).toBe(200);
    expect(text).toMatch(/<h1[^>]*>SQL injection/i);
  });

  it.each(['/rules/nothing', '/rules/..%2F..%2Fpackage.json', '/rules/__proto__'])('404: %s', async (path) => {
    expect((await page(path)).status).toBe(404);
  });
});

describe('/', () => {
  it('200: the playground and everything that it loads', async () => {
    const { status, headers, text } = await page('/');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    const links = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    const script = await page('/assets/playground.js');
    const imports = [...script.text.matchAll(/from '\.\/([^']+)'/g)].map((match) => `/assets/${match[1]}`);
    expect(links.length + imports.length).toBeGreaterThanOrEqual(5);
    for (const link of [...links, ...imports]) expect([link, (await page(link)).status]).toEqual([link, 200]);
  });

  it('has nothing that its own content security policy refuses', async () => {
    const { text } = await page('/');
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:\/\//);
  });
});
