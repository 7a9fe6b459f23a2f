// The code of a scan is read part by part, by bytes: one large part would keep everybody else from an embedded database.
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { addCode, addScanFiles, createScan, listScanCode, type TenantTransaction } from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleCode, sampleTenant } from './testing/samples.ts';

const SIZES = [300, 300, 700, 5000, 10, 10, 10];

forEachBackend((backend) => {
  it('gives as many files as fit, and one that is larger than a part alone', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const scanId = uuidv7();
    const codes = SIZES.map((size) => sampleCode(size));
    await database.asTenant(tenant, async (tx) => {
      const nowhere = { origin: null, sealedSource: null, project: null, repository: null, ref: null };
      await createScan(tx, { id: scanId, createdBy: 'x', source: 'files', settings: {}, ...nowhere });
      await addCode(tx, codes);
      const files = codes.map(({ address }, position) => ({ position, path: `${position}.py`, address }));
      await addScanFiles(tx, scanId, files);
    });
    const from = (position: number) =>
      database.asTenant(tenant, (tx: TenantTransaction) => listScanCode(tx, scanId, position, 1000));
    const read = [await from(0), await from(3), await from(4), await from(7)];
    expect(read.map((part) => part.map(({ position }) => position))).toEqual([[0, 1, 2], [3], [4, 5, 6], []]);
    expect(read.flat().map(({ ciphertext }) => ciphertext)).toEqual(codes.map(({ ciphertext }) => ciphertext));
  });
});
