// `assay tenant region` on the database itself, and through the server that has it open.
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOOTSTRAP_KEY, startTestServer, type TestServer } from '../../tests/server/index.ts';
import { createDataDirectory } from '../database-service/testing/data-directory.ts';
import { homeRegion } from './tenant-region.ts';

const STRANGER = '01950000-0000-7000-8000-00000000beef';
const REGIONS = 'eu=http://127.0.0.1:1 us=http://127.0.0.1:2 ap=http://127.0.0.1:3';

let dataDirectory = '';
let server: TestServer;
let tenant = '';
beforeAll(async () => {
  dataDirectory = await createDataDirectory();
  server = await startTestServer({ dataDirectory, environment: { ASSAY_REGION: 'eu', ASSAY_REGIONS: REGIONS } });
  const made = await server.post('/api/v1/tenants', { name: 'Shop', region: 'eu' });
  tenant = made.body.tenant_id;
});
afterAll(async () => {
  await server?.close();
  await rm(dataDirectory, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

/** As if the command ran where the server does. */
function configure(environment: Readonly<Record<string, string>>): void {
  const all = { ASSAY_DATA_DIR: dataDirectory, ASSAY_BOOTSTRAP_API_KEY: BOOTSTRAP_KEY, ...environment };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
}

describe('assay tenant region', () => {
  it('asks the server that runs: where the tenant is at home, and how else it is reached', async () => {
    const running = { ASSAY_PORT: new URL(server.address).port, ASSAY_REGION: 'eu' };
    configure({ ...running, ASSAY_REGIONS: REGIONS });
    expect(await homeRegion(tenant)).toBe('At home in eu. Also reached through: us, ap.');
    configure({ ...running, ASSAY_REGIONS: 'eu=http://127.0.0.1:1' });
    expect(await homeRegion(tenant)).toBe('At home in eu. No other region is known here.');
    await expect(homeRegion(STRANGER)).rejects.toMatchObject({
      detail: expect.stringContaining('no tenant of that id'),
    });
  });

  it('asks a server, too, that is not ready', async () => {
    const body = JSON.stringify({ status: 'not_ready', region: 'eu' });
    const answer = createServer((request, response) => {
      response.writeHead(request.url === '/readyz' ? 503 : 200, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => answer.listen(0, '127.0.0.1', resolve));
    const { port } = answer.address() as AddressInfo;
    configure({ ASSAY_PORT: String(port), ASSAY_REGION: 'eu', ASSAY_REGIONS: REGIONS });
    await expect(homeRegion(tenant)).resolves.toBe('At home in eu. Also reached through: us, ap.');
    await new Promise((resolve) => answer.close(resolve));
  });

  it('asks the database where no server runs; who is not there is asked for elsewhere', async () => {
    await server.close();
    configure({ ASSAY_REGION: 'eu', ASSAY_REGIONS: REGIONS });
    expect(await homeRegion(tenant)).toBe('At home in eu. Also reached through: us, ap.');
    await expect(homeRegion(STRANGER)).rejects.toMatchObject({
      code: 'not_found',
      detail: 'There is no tenant of that id at home in the region eu; ask in the others.',
    });
    configure({ ASSAY_REGION: '', ASSAY_REGIONS: '' });
    expect(await homeRegion(tenant)).toMatch(/^This installation names no region/);
    await expect(homeRegion(STRANGER)).rejects.toMatchObject({ detail: 'There is no tenant of that id at home here.' });
  });
});
