// The pages in a real browser, as people use them: with a mouse, with the keyboard alone, on a phone and on a desk, by day and by night.
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFindingSealer, createSealedKey, writeSealedKey } from '../../src/security/index.ts';
import { createPerson, type Person } from '../server/browser.ts';
import { startTestServer, type TestServer } from '../server/index.ts';
import { chromiumMissing, startChromium } from '../services/chromium.ts';
import { ask, DESKTOP, type OpenedPage, openPage, PHONE } from './open-page.ts';

const START_MS = 600_000;
/** Where pictures of the pages go, for whoever wants to look at them; none without it. */
const PICTURES = process.env.ASSAY_TEST_PICTURES;

describe.skipIf(chromiumMissing !== null)(`the pages${chromiumMissing === null ? '' : `: ${chromiumMissing}`}`, () => {
  let server: TestServer;
  let browser: Browser;
  let person: Person;
  let tenant: { readonly id: string; readonly key: string };
  const opened: OpenedPage[] = [];
  beforeAll(async () => {
    [server, browser] = [await startTestServer(), await startChromium()];
    tenant = await server.createTenant();
    person = await createPerson(server, tenant, 'admin');
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    for (const { troubles, close } of opened.splice(0)) {
      await close();
      expect(troubles).toEqual([]);
    }
  });

  const visit = async (path: string, options = {}): Promise<Page> => {
    const one = await openPage(browser, server.address, options);
    opened.push(one);
    await one.page.goto(path);
    return one.page;
  };
  const logIn = async (page: Page, password = person.password) => {
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByText('Another tenant').click();
    await page.getByLabel('Tenant id').fill(tenant.id);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
  };
  const loggedIn = async (path = '/account', options = {}): Promise<Page> => {
    const page = await visit('/login', options);
    await logIn(page);
    await page.waitForURL('**/account');
    await page.getByText('this one').waitFor();
    await page.waitForLoadState('networkidle');
    if (path !== '/account') await page.goto(path);
    return page;
  };

  it('log in: a wrong password says so and clears the field, the right one leads to the account', async () => {
    const page = await visit('/login');
    await logIn(page, 'not the password at all');
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
    await page.getByText('P (admin)').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/login');
    // What the page still asks for would fail when it goes.
    await page.waitForLoadState('networkidle');
    await page.goto('/account');
    await page.waitForURL('**/login');
  });

  it('account: a key is shown once, works, and is revoked', async () => {
    const page = await loggedIn();
    await page.getByLabel('Name').first().fill('from the page');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const key = await page.locator('#secret code').innerText();
    expect(key).toMatch(/^asy_live_/);
    expect((await server.get('/api/v1/users/me', { key })).body.user.email).toBe(person.email);
    await page.reload();
    await page.getByText('from the page').waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('row', { name: 'from the page' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('from the page').waitFor({ state: 'detached' });
    expect((await server.get('/api/v1/users/me', { key })).status).toBe(401);
  });

  it('account: who manages users adds one, whose link sets a password', async () => {
    const page = await loggedIn();
    const users = page.locator('#users-section');
    await users.getByLabel('E-mail address').fill('grace@example.org');
    await users.getByLabel('Name', { exact: true }).fill('Grace');
    await users.getByRole('button', { name: 'Add' }).click();
    const link = await page.locator('#secret code').innerText();
    const other = await visit(link);
    expect(new URL(other.url()).hash).toBe('');
    await other.getByLabel('New password').fill('password password');
    await other.getByLabel('Once more').fill('password password');
    await other.getByRole('button', { name: 'Set password' }).click();
    await other.getByRole('alert').getByText('This password will not do.').waitFor();
    await other.getByLabel('New password').fill('nine patient harbours');
    await other.getByLabel('Once more').fill('nine patient harbours');
    await other.getByRole('button', { name: 'Set password' }).click();
    await other.getByText('The password is set. Log in with it.').waitFor();
  });

  it('playground: analyses and takes verdicts by the session, without a key', async () => {
    const page = await loggedIn('/');
    await page.getByRole('button', { name: 'Example' }).click();
    await page.locator('.finding').first().waitFor();
    expect(await page.locator('#key-dialog').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'API key' }).isVisible()).toBe(false);
    const verdict = page
      .locator('.finding')
      .first()
      .getByRole('button', { name: /real|true|right/i })
      .first();
    const taken = page.waitForResponse(
      (response) => response.url().endsWith('/api/v1/feedback') && response.status() === 201,
    );
    await verdict.click();
    await taken;
  });

  it('playground: asks for a key where nobody is logged in, and again when it is refused', async () => {
    const page = await visit('/');
    await page.getByRole('button', { name: 'Example' }).click();
    await page.getByLabel('Key', { exact: true }).fill('asy_live_nonsense');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('This key was refused.').waitFor();
    await page.getByLabel('Key', { exact: true }).fill(tenant.key);
    await page.keyboard.press('Enter');
    await page.locator('.finding').first().waitFor();
  });

  it('sealed: opens findings in the browser, with a key that it sends nowhere', async () => {
    const key = createSealedKey();
    const sealer = createFindingSealer(key);
    const fingerprint = sealer.name('fingerprint', 'f');
    const place = { path: 'quokka.py', start: { line: 6, column: 1 }, end: { line: 6, column: 9 } };
    const told = {
      message: 'wombats reach a statement',
      location: place,
      within: 'zanzibar',
      snippet: '<b>wombats</b>',
      trace: [{ location: place, message: 'begins here' }],
    };
    const finding = {
      fingerprint,
      rule_id: 'sql-injection',
      severity: 'high',
      category: 'security',
      confidence: 1,
      cwe: ['CWE-89'],
      within: '',
      sealed: sealer.seal(JSON.stringify(told), `finding:${fingerprint}`),
      features: [],
    };
    const sent = await server.post(
      '/api/v1/sealed/analyses',
      {
        key_id: key.id,
        model: { version: '1', digest: `sha256:${'a'.repeat(64)}` },
        files: [{ path: sealer.name('path', 'quokka.py'), language: 'python', issues: [finding] }],
      },
      tenant,
    );
    const page = await loggedIn('/sealed');
    await page.getByLabel('API key').waitFor({ state: 'hidden' });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.url()} ${request.postData() ?? ''}`));
    await page.getByLabel('Analysis').fill(sent.body.files[0].analysis_id);
    await page.getByLabel('or its text').fill(writeSealedKey(createSealedKey()));
    await page.getByRole('button', { name: 'Open' }).click();
    await page
      .getByRole('alert')
      .getByText(/another key/)
      .waitFor();
    const [file] = [{ name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(writeSealedKey(key)) }];
    await page.getByLabel('Key file').setInputFiles(file);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('high: wombats reach a statement').waitFor();
    expect(await page.locator('#findings pre').innerText()).toBe('<b>wombats</b>');
    expect(await page.getByRole('alert').isVisible()).toBe(false);
    expect(requests.length).toBeGreaterThanOrEqual(2);
    const secret = JSON.parse(writeSealedKey(key)).key;
    expect(requests.filter((request) => request.includes(secret) || request.includes('quokka'))).toEqual([]);
    expect(await ask(page, 'stored')).not.toContain(secret);
  });

  it('by the keyboard alone: log in, make a key, analyse', async () => {
    const page = await visit('/login');
    const focus = () => ask<{ id: string; outline: string }>(page, 'focus');
    const tabTo = async (id: string) => {
      for (let count = 0; count < 60 && (await focus()).id !== id; count++) await page.keyboard.press('Tab');
      expect((await focus()).id).toBe(id);
    };
    await tabTo('email');
    expect((await focus()).outline).toBe('solid');
    await page.keyboard.type(person.email);
    await tabTo('password');
    await page.keyboard.type(person.password);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo('tenant');
    await page.keyboard.type(tenant.id);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account');
    await page.getByText('this one').waitFor();
    await tabTo('key-name');
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await page.locator('#secret code').waitFor();
    await page.goto('/');
    await tabTo('code');
    await page.keyboard.type('import os\nos.system(input())\n');
    await page.keyboard.press('Control+Enter');
    await page.locator('.finding').first().waitFor();
    // The editor does not hold whoever has no mouse.
    await page.keyboard.press('Tab');
    expect((await focus()).id).not.toBe('code');
  });

  describe.each([
    ['phone', PHONE],
    ['desk', DESKTOP],
  ] as const)('on a %s', (size, viewport) => {
    it.each(['light', 'dark'] as const)(
      'in %s: nothing sticks out, everything has a name and can be read',
      async (colorScheme) => {
        const page = await loggedIn('/account', { viewport, colorScheme });
        for (const path of [
          '/login',
          '/account',
          '/scans',
          '/',
          '/sealed',
          '/rules/sql-injection',
          '/problems/rate_limited',
        ]) {
          await page.goto(path);
          await page.waitForLoadState('networkidle');
          if (path === '/') {
            await page.getByRole('button', { name: 'Example' }).click();
            await page.locator('.finding').first().waitFor();
          }
          if (PICTURES !== undefined) {
            await mkdir(PICTURES, { recursive: true });
            const name = `${path.replaceAll('/', '-')}-${size}-${colorScheme}.png`;
            await page.screenshot({ path: `${PICTURES}/page${name}`, fullPage: true });
          }
          expect([path, await ask(page, 'overflow')]).toEqual([path, []]);
          expect([path, await ask(page, 'nameless')]).toEqual([path, []]);
          expect([path, await ask(page, 'faint')]).toEqual([path, []]);
        }
      },
    );
  });
});
