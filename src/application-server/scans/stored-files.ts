// The files of a scan into the database: content-addressed and sealed as all code, what is there already only referred to.
import { addScanFiles, knownCode, type SealedCode, type TenantTransaction } from '../../database-service/index.ts';
import type { DataKeyRing } from '../../security/index.ts';
import type { SourceFile } from './sources/collected-files.ts';

/** In one transaction a few hundred at most, so that others get their turn. */
const FILES_A_PART = 500;

/** `inTransaction` runs each part; they may be transactions of their own, or all the same one. */
export async function storeFiles(
  inTransaction: (work: (tx: TenantTransaction) => Promise<void>) => Promise<void>,
  scan: { readonly id: string; readonly tenantId: string; readonly ring: DataKeyRing },
  files: readonly SourceFile[],
): Promise<void> {
  for (let from = 0; from < files.length; from += FILES_A_PART) {
    const part = files.slice(from, from + FILES_A_PART).map(({ path, code }, index) => {
      return { position: from + index, path, code, address: scan.ring.addressOf(code) };
    });
    await inTransaction(async (tx) => {
      const known = await knownCode(
        tx,
        part.map(({ address }) => address),
      );
      const missing = new Map<string, SealedCode>();
      for (const { address, code } of part) {
        const name = address.toString('hex');
        if (known.has(name) || missing.has(name)) continue;
        const ciphertext = scan.ring.seal(Buffer.from(code, 'utf8'), `code:${scan.tenantId}`);
        missing.set(name, { address, ciphertext });
      }
      await addScanFiles(tx, scan.id, part, [...missing.values()]);
    });
  }
}
