// The page of scans in a real browser: an archive is given, its progress seen, its findings read; what is refused says why.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { zipOf } from '../../src/application-server/scans/testing/archives.ts';
import { createPerson, type Person } from '../server/browser.ts';
import { startTestServer, type TestServer } from '../server/index.ts';
import { critical } from '../server/samples.ts';
import { chromiumMissing, startChromium } from '../services/chromium.ts';
import { openPage } from './open-page.ts';

const START_MS = 600_000;
vi.setConfig({ testTimeout: START_MS });

describe.skipIf(chromiumMissing !== null)(`scans${chromiumMissing === null ? '' : `: ${chromiumMissing}`}`, () => {
  let server: TestServer;
  let browser: Browser;
  let tenant: { readonly id: string; readonly key: string };
  let person: Person;
  beforeAll(async () => {
    [server, browser] = [await startTestServer({ consumes: ['scans'] }), await startChromium()];
    tenant = await server.createTenant();
    person = await createPerson(server, tenant, 'developer');
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('an archive is scanned, watched and read; one that is refused says which entry it was', async () => {
    const { page, troubles, close } = await openPage(browser, server.address);
    await page.goto('/login');
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByText('Another tenant').click();
    await page.getByLabel('Tenant id').fill(tenant.id);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.waitForURL('**/account');
    await page.getByText('this one').waitFor();
    await page.getByRole('link', { name: 'Scans' }).click();
    await page.getByText('There are no scans yet.').waitFor();

    const give = async (name: string, buffer: Buffer) => {
      await page.getByLabel('Archive', { exact: true }).setInputFiles({ name, mimeType: 'application/zip', buffer });
      await page.getByRole('button', { name: 'Scan', exact: true }).click();
    };
    await page.getByLabel('Project', { exact: true }).fill('shop');
    await give(
      'shop.zip',
      zipOf([
        { name: 'app.py', content: critical('app') },
        { name: 'plain.py', content: 'x = 1\n' },
      ]),
    );
    const row = page.getByRole('row').filter({ hasText: 'shop.zip (shop)' });
    await row.getByText('done').waitFor();
    await row.getByText('2 of 2 files').waitFor();
    await row.getByText('1 critical').waitFor();
    await row.getByRole('button', { name: 'Findings' }).click();
    await page.getByRole('link', { name: 'sql-injection' }).waitFor();
    await page.getByText('1 findings.').waitFor();

    await give('evil.zip', zipOf([{ name: '../evil.py', content: 'x' }]));
    await page.getByRole('alert').getByText('leads out of the archive').waitFor();
    // Larger than what may be handed over in memory.
    const folder = mkdtempSync(join(tmpdir(), 'assay-large-'));
    const large = join(folder, 'large.zip');
    writeFileSync(large, '');
    truncateSync(large, 65 * 1_048_576 - 1);
    await page.getByLabel('Archive', { exact: true }).setInputFiles(large);
    await page.getByRole('button', { name: 'Scan', exact: true }).click();
    await page.getByRole('alert').getByText('large.zip has 65 MiB; at most 64 are taken.').waitFor();
    rmSync(folder, { recursive: true });
    await close();
    expect(troubles).toEqual([]);
  });
});
