// Code as it was sent: encrypted by the caller, found by a keyed hash of its content, kept once a tenant.
import { type RawBuilder, sql } from 'kysely';
import type { TenantTransaction } from './database.ts';

export interface SealedCode {
  /** 32 bytes, from `contentAddress` of the security box */
  readonly address: Buffer;
  /** from `seal`, under the tenant's data key */
  readonly ciphertext: Buffer;
}

/** Code that goes with an analysis; without a ciphertext, what is there under its address already. */
export type StoredCode = SealedCode | { readonly address: Buffer; readonly ciphertext: null };

/** Stores code unless the tenant has it already. `saveAnalysis` does the same in its own statement. */
export async function saveCode(tx: TenantTransaction, code: SealedCode): Promise<void> {
  await tx
    .insertInto('code_objects')
    .values({ address: code.address, ciphertext: code.ciphertext })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Stores what of this code the tenant does not have, in one statement: its sizes together are the caller's business. */
export async function addCode(tx: TenantTransaction, code: readonly SealedCode[]): Promise<void> {
  if (code.length === 0) return;
  await tx
    .insertInto('code_objects')
    .values(code.map(({ address, ciphertext }) => ({ address, ciphertext })))
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

const CODE_LOCK = sql`hashtext('assay code'), hashtext(current_setting('app.tenant'))`;

/** To be called before stored code is referred to by rows that others do not see yet: until the end of the transaction none is deleted. */
export async function holdStoredCode(tx: TenantTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${CODE_LOCK})`.execute(tx);
}

/** To be called before code is deleted that nothing refers to: waits for whoever holds it, and sees what they refer to. */
export async function awaitCodeHolders(tx: TenantTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CODE_LOCK})`.execute(tx);
}

/** A question whether a scan that has not ended still needs the code; for a condition on `code_objects`. */
export function heldByOpenScan(table: string): RawBuilder<unknown> {
  return sql`select from scan_files f join scans s on s.tenant_id = f.tenant_id and s.scan_id = f.scan_id
    where f.tenant_id = ${sql.ref(`${table}.tenant_id`)} and f.address = ${sql.ref(`${table}.address`)}
      and s.state in ('queued', 'running')`;
}

export interface CodePage {
  readonly deleted: number;
  /** where the next page begins; null at the end */
  readonly next: Buffer | null;
}

/**
 * Looks at one page of the tenant's code, in the order of addresses, and deletes of it what was stored before this time
 * and what no analysis refers to.
 */
export async function deleteUnreferencedCode(
  tx: TenantTransaction,
  before: Date,
  page: { readonly after: Buffer | null; readonly size: number },
): Promise<CodePage> {
  await awaitCodeHolders(tx);
  const { rows } = await sql<{ deleted: number; last: Buffer | null; seen: number }>`
    with page as (
      select address from code_objects where address > ${page.after ?? Buffer.alloc(0)} order by address limit ${page.size}
    ), gone as (
      delete from code_objects where address in (select address from page) and created_at < ${before}
      and not exists (select from analyses where analyses.tenant_id = code_objects.tenant_id
                      and analyses.code_address = code_objects.address)
      and not exists (${heldByOpenScan('code_objects')})
      returning 1
    )
    select (select count(*)::int from gone) as deleted, (select count(*)::int from page) as seen,
      (select address from page order by address desc limit 1) as last`.execute(tx);
  const { deleted = 0, last = null, seen = 0 } = rows[0] ?? {};
  return { deleted, next: seen < page.size ? null : last };
}

/** Code that was sealed under a key older than this version, some at a time. */
export async function listCodeUnderOlderKeys(
  tx: TenantTransaction,
  version: number,
  limit: number,
): Promise<SealedCode[]> {
  return await tx
    .selectFrom('code_objects')
    .select(['address', 'ciphertext'])
    .where('key_version', '<', version)
    .orderBy('key_version')
    .limit(limit)
    .execute();
}

/** Puts code that was sealed anew in the place of what it was, for every analysis that refers to it. */
export async function moveCode(tx: TenantTransaction, from: Buffer, to: SealedCode): Promise<void> {
  await awaitCodeHolders(tx);
  // Equal code may have come under the new key already; then that one is kept.
  await sql`
    insert into code_objects (address, ciphertext, created_at)
    select ${to.address}, ${to.ciphertext}, created_at from code_objects where address = ${from}
    on conflict (tenant_id, address) do nothing`.execute(tx);
  await tx.updateTable('analyses').set({ code_address: to.address }).where('code_address', '=', from).execute();
  await tx.updateTable('scan_files').set({ address: to.address }).where('address', '=', from).execute();
  await tx.deleteFrom('code_objects').where('address', '=', from).execute();
}
