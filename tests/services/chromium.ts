// A real browser for the tests of the pages: Chromium as the system has it, driven by playwright-core, which brings none.
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './programs.ts';
import { missingServer } from './required.ts';

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
const program = NAMES.map((name) => findProgram(name)).find((path) => path !== null) ?? null;

/** null when there is one, otherwise a sentence how to install it, for the name of what is skipped. */
export const chromiumMissing: string | null =
  program === null ? missingServer('Chromium', 'chromium-headless-shell') : null;

/** Without Chromium's own sandbox, which containers do not allow: it sees pages of this server only. */
export async function startChromium(): Promise<Browser> {
  if (program === null) throw new Error(chromiumMissing ?? 'no browser');
  return await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
