// What the playground brings after a finding was shown: more fixes, and a language model's words as it writes them.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../server/index.ts';
import { type ChatServer, startChatServer } from '../services/chat-completions.ts';
import { chromiumMissing, startChromium } from '../services/chromium.ts';
import { openPage } from './open-page.ts';

const HASH = 'import hashlib\n\n\ndef digest(text):\n    shown = hashlib.md5(text).hexdigest()\n    print(shown)\n';

describe.skipIf(chromiumMissing !== null)(`assistance${chromiumMissing === null ? '' : `: ${chromiumMissing}`}`, () => {
  let chat: ChatServer;
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    chat = await startChatServer();
    const environment = { ASSAY_LLM_URL: chat.url, ASSAY_LLM_MODEL: 'mender-1', ASSAY_LLM_KEY: 'k' };
    [server, browser] = [await startTestServer({ environment }), await startChromium()];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await chat?.close();
  });

  const analysed = async (key: string) => {
    const opened = await openPage(browser, server.address);
    const { page } = opened;
    await page.goto('/');
    await page.getByLabel('Path').fill('digest.py');
    await page.getByLabel('Code to analyse').fill(HASH);
    await page.getByRole('button', { name: 'Analyse' }).click();
    await page.getByLabel('Key', { exact: true }).fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
    const finding = page.locator('.finding').first();
    await finding.waitFor();
    return { ...opened, finding };
  };

  it('more fixes come verified, can be applied, and the page says why nobody else was asked', async () => {
    const tenant = await server.createTenant();
    const { page, finding, troubles, close } = await analysed(tenant.key);
    const before = await finding.locator('.suggestion').count();
    await finding.getByRole('button', { name: 'More fixes' }).click();
    await finding.getByText('1 more fix. Your tenant has not allowed a language model.').waitFor();
    expect(await finding.locator('.suggestion').count()).toBe(before + 1);
    const added = finding.locator('.suggestion').last();
    expect(await added.innerText()).toContain('SHA-512');
    await added.getByRole('button', { name: 'Apply to the code' }).click();
    await page.getByText('Nothing found').waitFor();
    expect(await page.getByLabel('Code to analyse').inputValue()).toContain('sha512');
    await finding.waitFor({ state: 'detached' });
    expect(chat.seen).toEqual([]);
    await close();
    expect(troubles).toEqual([]);
  });

  it('an explanation is shown as text, with what it cost; one that cannot be had says so', async () => {
    const tenant = await server.createTenant();
    const owner = await server.createKey(tenant.id, 'owner');
    const allowed = await server.send('PATCH', '/api/v1/preferences?scope=tenant', {
      key: owner,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: { llm_suggestions: true } }),
    });
    expect(allowed.status).toBe(200);
    const words = 'MD5 is broken: <b>collisions</b> are cheap.\n\nUse SHA-256.';
    chat.answer(words);
    const { finding, troubles, close } = await analysed(tenant.key);
    await finding.getByRole('button', { name: 'Explain' }).click();
    await finding.getByText('Written by a machine and not verified. mender-1:').waitFor();
    expect(await finding.locator('.explanation').textContent()).toBe(words);
    expect(await finding.locator('b').count()).toBe(0);
    chat.answer({ raw: 'no', status: 500 });
    await finding.getByRole('button', { name: 'More fixes' }).click();
    await finding.getByText(/more fix/).waitFor();
    expect(await finding.getByRole('status').first().textContent()).toMatch(/language model/);
    await close();
    expect(troubles).toEqual([]);
  });
});
