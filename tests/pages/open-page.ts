// A page in the browser that notes what went wrong in it: errors of scripts, words in the console, refusals of its policy.
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const PROBES = readFileSync(new URL('probes.js', import.meta.url), 'utf8');

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/** For what never comes: a busy machine is slow. */
const PATIENCE_MS = 120_000;

export interface OpenedPage {
  readonly page: Page;
  /** what nobody should see in a console */
  readonly troubles: string[];
  close(): Promise<void>;
}

/** In a context of its own: without cookies, storage or cache of another. */
export async function openPage(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ baseURL, viewport: DESKTOP, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // A refusal that the page shows is written here by the browser itself.
    const isAnswer = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isAnswer)
      troubles.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript({ content: `(() => { ${PROBES}; probes.reportPolicy(); })()` });
  const close = async () => {
    // What a page still asks for fails when it goes: that is no trouble of the page.
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await context.close();
  };
  return { page, troubles, close };
}

/** Calls one of the functions of probes.js inside the page. */
export async function ask<Answer>(page: Page, probe: string): Promise<Answer> {
  return await page.evaluate<Answer>(`probes.${probe}()`);
}
