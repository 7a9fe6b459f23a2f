// The files of a scan into the database: content-addressed and sealed as all code, what is there already only referred to.
import {
  addCode,
  addScanFiles,
  type Database,
  knownCode,
  type SealedCode,
  type TenantTransaction,
} from '../../database-service/index.ts';
import type { DataKeyRing } from '../../security/index.ts';
import type { SourceFile } from './sources/collected-files.ts';

/** Bounds of a transaction that carries code: whoever else needs the database waits no longer than for that. */
const CODE_BYTES_A_PART = 1_048_576;
/** Rows of a statement: of files whose code is there, and of code in one transaction. */
const FILES_A_PART = 500;

export interface ScanOwner {
  readonly tenantId: string;
  readonly ring: DataKeyRing;
}

/** A file with the address that its code is kept under. */
export interface AddressedFile extends SourceFile {
  readonly address: Buffer;
}

/**
 * Stores the code of a scan that is still to be made, part by part. What is cut off in between leaves code that nothing refers
 * to: whoever sends the same again finds it there, and maintenance deletes what is left for a day.
 */
export async function storeCode(
  database: Pick<Database, 'asTenant'>,
  owner: ScanOwner,
  files: readonly SourceFile[],
): Promise<readonly AddressedFile[]> {
  const addressed = files.map((file) => ({ ...file, address: owner.ring.addressOf(file.code) }));
  for (const part of partsOf(addressed)) {
    await database.asTenant(owner.tenantId, async (tx) => addCode(tx, await missingCode(tx, owner, part)));
  }
  return addressed;
}

/** The files of a scan, all in the transaction that makes it: half of them would say that there is nothing in the others. */
export async function addFiles(
  tx: TenantTransaction,
  scanId: string,
  owner: ScanOwner,
  files: readonly AddressedFile[],
): Promise<void> {
  for (let from = 0; from < files.length; from += FILES_A_PART) {
    const part = files.slice(from, from + FILES_A_PART);
    // Code may have been deleted since it was stored. What is asked for here stays.
    await addCode(tx, await missingCode(tx, owner, part));
    const rows = part.map(({ path, address }, index) => ({ position: from + index, path, address }));
    await addScanFiles(tx, scanId, rows);
  }
}

async function missingCode(
  tx: TenantTransaction,
  { tenantId, ring }: ScanOwner,
  files: readonly AddressedFile[],
): Promise<SealedCode[]> {
  const known = await knownCode(
    tx,
    files.map(({ address }) => address),
  );
  const missing = new Map<string, SealedCode>();
  for (const { address, code } of files) {
    const name = address.toString('hex');
    if (known.has(name) || missing.has(name)) continue;
    missing.set(name, { address, ciphertext: ring.seal(Buffer.from(code, 'utf8'), `code:${tenantId}`) });
  }
  return [...missing.values()];
}

function* partsOf(files: readonly AddressedFile[]): Generator<readonly AddressedFile[]> {
  let part: AddressedFile[] = [];
  let size = 0;
  for (const file of files) {
    if (part.length > 0 && (size + file.code.length > CODE_BYTES_A_PART || part.length >= FILES_A_PART)) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(file);
    size += file.code.length;
  }
  if (part.length > 0) yield part;
}
