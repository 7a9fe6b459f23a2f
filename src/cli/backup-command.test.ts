// The commands as they are typed, each in a process of its own, on an embedded database.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTenant, openDatabase } from '../database-service/index.ts';
import { createDataDirectory } from '../database-service/testing/data-directory.ts';
import { createDataKey, loadOperatorKeys, wrapDataKey } from '../security/index.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

let folder = '';
let dataDirectory = '';
let tenant = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-backup-command-'));
  dataDirectory = await createDataDirectory();
  const keys = await loadOperatorKeys(dataDirectory);
  const database = await openDatabase({ url: null, dataDirectory });
  const masterKey = await keys.masterKeys.newest();
  tenant = await createTenant(database, { name: 'Bakery' }, (id) => wrapDataKey(masterKey, createDataKey(), id));
  await database.close();
  await writeFile(join(folder, 'pass'), 'a long passphrase\n');
  await writeFile(join(folder, 'keys-pass'), 'another passphrase\n');
});
afterAll(async () => {
  for (const directory of [folder, dataDirectory]) await rm(directory, { recursive: true, force: true });
});

function assay(data: string, ...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
      env: { ...process.env, ASSAY_DATA_DIR: data },
    });
    const output = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      output.out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output.err += chunk.toString();
    });
    child.once('close', (code) => resolve({ code, ...output }));
  });
}

it('keys are exchanged, everything is backed up, verified, restored elsewhere, and a tenant is erased', async () => {
  const rotated = await assay(dataDirectory, 'keys', 'rotate', '--master');
  expect(rotated).toMatchObject({ code: 0, out: expect.stringMatching(/1 data keys of 1 tenants/) });
  const secrets = ['--passphrase-file', join(folder, 'pass'), '--keys-passphrase-file', join(folder, 'keys-pass')];
  const made = await assay(dataDirectory, 'backup', folder, ...secrets);
  expect(made).toMatchObject({ code: 0, err: '' });
  const file = join(folder, (await readdir(folder)).find((name) => name.endsWith('.backup')) ?? '');
  const verified = await assay(dataDirectory, 'backup', 'verify', file, ...secrets.slice(0, 2));
  expect(verified).toMatchObject({
    code: 0,
    out: expect.stringMatching(/The backup is whole.*with the operator's keys/),
  });
  const wrong = await assay(dataDirectory, 'backup', 'verify', file, '--passphrase-file', join(folder, 'keys-pass'));
  expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/cannot be opened with this/) });
  const elsewhere = join(folder, 'elsewhere');
  expect(await assay(elsewhere, 'restore', file, ...secrets)).toMatchObject({ code: 0, err: '' });
  const again = await assay(elsewhere, 'restore', file, ...secrets.slice(0, 2));
  expect(again).toMatchObject({ code: 2, err: expect.stringMatching(/holds something already/) });
  const refused = await assay(elsewhere, 'tenant', 'erase', tenant, '--confirm', 'bakery');
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/another name/) });
  expect(await assay(elsewhere, 'tenant', 'erase', tenant, '--confirm', 'Bakery')).toMatchObject({ code: 0 });
  const database = await openDatabase({ url: null, dataDirectory: elsewhere });
  expect(await database.listTenantIds(null, 10)).toEqual([]);
  await database.close();
});
