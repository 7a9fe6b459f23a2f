import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../tests/server/index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const page = (path: string) => server.get(path, { key: null });
const importsOf = (text: string) => [...text.matchAll(/from '\.\/([^']+)'/g)].map((match) => `/assets/${match[1]}`);

describe.each(['/login', '/account'])('%s', (path) => {
  it('200: with everything that it loads', async () => {
    const { status, headers, text } = await page(path);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    const links = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
    const wanted = new Set(links);
    for (const link of wanted) {
      const found = await page(link);
      expect([link, found.status]).toEqual([link, 200]);
      for (const name of importsOf(found.text)) wanted.add(name);
    }
    expect(wanted.size).toBeGreaterThanOrEqual(5);
  });

  it('has nothing that its own content security policy refuses', async () => {
    const { text } = await page(path);
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:\/\//);
  });

  it('names in its scripts only what is in the page, and only routes that exist', async () => {
    const { text } = await page(path);
    const [script = ''] = /\/assets\/\w+\.js/.exec(text) ?? [];
    const scripts = [(await page(script)).text];
    for (const name of importsOf(scripts[0] ?? '')) scripts.push((await page(name)).text);
    const selectors = scripts.flatMap((one) => [...one.matchAll(/find\('#([\w-]+)'\)/g)].map((match) => match[1]));
    expect(selectors.length).toBeGreaterThan(5);
    expect(selectors.filter((id) => !text.includes(`id="${id}"`))).toEqual([]);
    const routes = server.routes.map((route) => route.replace(/^\w+ /, '').replace(/:\w+/g, 'x'));
    const asked = scripts
      .flatMap((one) => [...one.matchAll(/[`'](\/api\/v1\/[^`'?]*)/g)].map((match) => match[1] ?? ''))
      .map((one) => one.replace(/\$\{[^}]+\}/g, 'x'));
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((one) => !routes.includes(one))).toEqual([]);
  });
});
