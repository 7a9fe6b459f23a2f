// Code as it was sent: encrypted by the caller, found by a keyed hash of its content, kept once a tenant.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface SealedCode {
  /** 32 bytes, from `contentAddress` of the security box */
  readonly address: Buffer;
  /** from `seal`, under the tenant's data key */
  readonly ciphertext: Buffer;
}

/** Stores code unless the tenant has it already. `saveAnalysis` does the same in its own statement. */
export async function saveCode(tx: TenantTransaction, code: SealedCode): Promise<void> {
  await tx
    .insertInto('code_objects')
    .values({ address: code.address, ciphertext: code.ciphertext })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The ciphertext stored under this address, or null. */
export async function findCode(tx: TenantTransaction, address: Buffer): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('code_objects')
    .select('ciphertext')
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.ciphertext ?? null;
}

/** Deletes code older than the tenant's retention that no analysis refers to any more; returns how many objects. */
export async function deleteUnreferencedCode(tx: TenantTransaction, before: Date): Promise<number> {
  const result = await sql`
    delete from code_objects where created_at < ${before}
    and not exists (select from analyses where analyses.tenant_id = code_objects.tenant_id
                    and analyses.code_address = code_objects.address)`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
