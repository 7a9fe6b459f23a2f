import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findModelKey, loadOperatorKeys } from './operator-keys.ts';

describe('operator keys', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-keys-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('are made once, seven different ones of 256 bits', async () => {
    const made = await loadOperatorKeys(directory);
    const again = await loadOperatorKeys(directory);
    expect([again.pepper, again.hmacKey, again.gatewayKey]).toEqual([made.pepper, made.hmacKey, made.gatewayKey]);
    expect(await again.masterKeys.newest()).toEqual(await made.masterKeys.newest());
    const { pepper, masterKeys, hmacKey, auditSecret, gatewayKey, modelKey, regionKey } = made;
    const keys = [pepper, await masterKeys.newest(), hmacKey, auditSecret, gatewayKey, modelKey, regionKey];
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32, 32, 32, 32, 32]);
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(7);
  });

  it('lie in files that only their owner may read, and leave no temporary file', async () => {
    await loadOperatorKeys(directory);
    const names = await readdir(join(directory, 'keys'));
    const all = ['api-key-pepper', 'audit-signing', 'cache', 'gateway', 'master', 'model', 'region'];
    expect(names.sort()).toEqual(all.map((name) => `${name}.key`));
    for (const name of names) expect((await stat(join(directory, 'keys', name))).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'keys'))).mode & 0o777).toBe(0o700);
  });

  it('the key of the model service follows from that of the gateway, and is no way back to it', async () => {
    const made = await loadOperatorKeys(directory);
    await rm(join(directory, 'keys', 'model.key'));
    expect(await findModelKey(directory)).toBeNull();
    expect((await loadOperatorKeys(directory)).modelKey).toEqual(made.modelKey);
    expect(await findModelKey(directory)).toEqual(made.modelKey);
  });

  it('are the same for all that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => loadOperatorKeys(directory)));
    const masters = await Promise.all(all.map(({ masterKeys }) => masterKeys.newest()));
    expect(new Set(masters.map((key) => key.toString('hex'))).size).toBe(1);
    expect(new Set(all.map(({ pepper }) => pepper.toString('hex'))).size).toBe(1);
  });

  it.each(['', 'short', 'x'.repeat(100)])('are never replaced when damaged', async (damage) => {
    await loadOperatorKeys(directory);
    await writeFile(join(directory, 'keys', 'master.key'), damage);
    await expect(loadOperatorKeys(directory)).rejects.toMatchObject({
      code: 'data_directory_corrupt',
      detail: expect.stringContaining('keys/master.key'),
    });
  });
});
