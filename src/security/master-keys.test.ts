import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataKey, unwrapDataKey, wrapDataKey } from './encryption.ts';
import { beginMasterKeyRotation, loadMasterKeys } from './master-keys.ts';

describe('the master key', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-master-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('opens under both keys while it is exchanged, and a process that knows neither reads them again', async () => {
    const before = await loadMasterKeys(directory);
    const idle = await loadMasterKeys(directory);
    const dataKey = createDataKey();
    const old = wrapDataKey(await before.newest(), dataKey, 'tenant');
    const rotation = await beginMasterKeyRotation(directory);
    const renewed = wrapDataKey(await before.newest(), dataKey, 'tenant');
    expect(await before.newest()).toEqual(rotation.next);
    for (const wrapped of [old, renewed]) {
      expect(await idle.open((key) => unwrapDataKey(key, wrapped, 'tenant'))).toEqual(dataKey);
    }
    await rotation.finish();
    expect(await readdir(directory)).toEqual(['master.key']);
    const late = await loadMasterKeys(directory);
    expect(await late.open((key) => unwrapDataKey(key, renewed, 'tenant'))).toEqual(dataKey);
    const refused = late.open((key) => unwrapDataKey(key, old, 'tenant'));
    await expect(refused).rejects.toMatchObject({ code: 'data_directory_corrupt' });
  });

  it('goes on with the next key of a rotation that was cut off', async () => {
    await loadMasterKeys(directory);
    const first = await beginMasterKeyRotation(directory);
    const second = await beginMasterKeyRotation(directory);
    expect([first.resumed, second.resumed]).toEqual([false, true]);
    expect(second.next).toEqual(first.next);
  });

  it('is refused when the next one is damaged', async () => {
    await loadMasterKeys(directory);
    await writeFile(join(directory, 'master-next.key'), 'half');
    await expect(loadMasterKeys(directory)).rejects.toMatchObject({ code: 'data_directory_corrupt' });
  });
});
