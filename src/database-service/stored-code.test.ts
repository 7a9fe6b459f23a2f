// Code that one scan is about to count on is not deleted by the end of another.
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import {
  addCode,
  addScanFiles,
  createScan,
  findCode,
  forgetScanCode,
  knownCode,
  type TenantTransaction,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleTenant } from './testing/samples.ts';

forEachBackend((backend) => {
  it('deleting it waits for whoever refers to it, and then leaves it', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const address = randomBytes(32);
    const code = { address, ciphertext: Buffer.concat([Buffer.of(1), randomBytes(100)]) };
    const add = async (tx: TenantTransaction, id: string) => {
      const place = { project: null, repository: null, ref: null };
      await createScan(tx, {
        id,
        createdBy: 'x',
        source: 'files',
        origin: null,
        sealedSource: null,
        ...place,
        settings: {},
      });
      const known = await knownCode(tx, [address]);
      await addCode(tx, known.size === 0 ? [code] : []);
      await addScanFiles(tx, id, [{ position: 0, path: 'a.py', address }]);
    };
    const [first, second] = [uuidv7(), uuidv7()];
    await database.asTenant(tenant, (tx) => add(tx, first));
    // The first one ends, and is the only one that has it.
    await database.asTenant(tenant, (tx) =>
      tx.updateTable('scans').set({ state: 'done' }).where('scan_id', '=', first).execute(),
    );
    // Both at once, as two processes would; with one connection one after the other.
    let mayForget: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      mayForget = resolve;
    });
    const forgotten = begun.then(() => database.asTenant(tenant, (tx) => forgetScanCode(tx, first)));
    await database.asTenant(tenant, async (tx) => {
      await add(tx, second);
      mayForget();
      if (backend.name === 'server') await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await forgotten;
    expect(await database.asTenant(tenant, (tx) => findCode(tx, address))).toEqual(code.ciphertext);
    await database.asTenant(tenant, async (tx) => {
      await tx.updateTable('scans').set({ state: 'done' }).where('scan_id', '=', second).execute();
      await forgetScanCode(tx, second);
    });
    expect(await database.asTenant(tenant, (tx) => findCode(tx, address))).toBeNull();
  });
});
