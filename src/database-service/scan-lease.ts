// Who works on a scan. A lease holds by the database's clock; every step of the work renews it, and fails when it is lost.
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { TenantTransaction } from './database.ts';
import type { ScanState } from './scans.ts';
import { isUuid, storableText } from './storable.ts';

const LEASE = sql`now() + interval '20 seconds'`;

export interface TakenScan {
  /** 1 at first; begun again after nothing was done: one more */
  readonly attempts: number;
}

/** Takes a scan that has not ended and that nobody works on; null when there is no such one. */
export async function takeScan(tx: TenantTransaction, scanId: string, holder: string): Promise<TakenScan | null> {
  if (!isUuid(scanId)) return null;
  const { rows } = await sql<TakenScan>`
    update scans set state = 'running', lease_holder = ${holder}::uuid, lease_until = ${LEASE}, attempts = attempts + 1,
      started_at = coalesce(started_at, now())
    where scan_id = ${scanId}::uuid and state in ('queued', 'running') and (lease_until is null or lease_until < now())
    returning attempts`.execute(tx);
  return rows[0] ?? null;
}

/** False when somebody else may work on it now, or it has ended: nothing more may be done. */
export async function renewScanLease(tx: TenantTransaction, scanId: string, holder: string): Promise<boolean> {
  const { rows } = await sql`
    update scans set lease_until = ${LEASE}
    where scan_id = ${scanId}::uuid and lease_holder = ${holder}::uuid and state = 'running' returning 1`.execute(tx);
  return rows.length > 0;
}

/** Gives a scan back, for another worker to go on with. Whether the attempt counts: when the scan itself may be at fault. */
export async function returnScan(
  tx: TenantTransaction,
  scanId: string,
  holder: string,
  attemptCounts: boolean,
): Promise<void> {
  await sql`
    update scans set state = 'queued', lease_holder = null, lease_until = null,
      attempts = greatest(attempts - ${attemptCounts ? 0 : 1}, 0)
    where scan_id = ${scanId}::uuid and lease_holder = ${holder}::uuid and state = 'running'`.execute(tx);
}

export interface ScanEnd {
  readonly state: Extract<ScanState, 'done' | 'failed'>;
  readonly error?: { readonly code: string; readonly detail: string; readonly path: string | null };
  readonly notices?: readonly { readonly code: string; readonly message: string }[];
}

/** Ends a scan; false when the lease was lost. */
export async function finishScan(
  tx: TenantTransaction,
  scanId: string,
  holder: string,
  end: ScanEnd,
): Promise<boolean> {
  const { error, notices = [] } = end;
  const { rows } = await sql`
    update scans set state = ${end.state}, finished_at = now(), lease_holder = null, lease_until = null, sealed_source = null,
      error_code = ${error?.code ?? null}, error_detail = ${error === undefined ? null : storableText(error.detail)},
      stopped_at_path = ${error?.path ?? null},
      notices = (notices::jsonb || ${JSON.stringify(notices)}::jsonb)::json
    where scan_id = ${scanId}::uuid and lease_holder = ${holder}::uuid and state = 'running' returning 1`.execute(tx);
  return rows.length > 0;
}

/** Scans of the tenant that have not ended, that nobody works on, and that were published longer ago; marks them as published now. */
export async function takeStalledScans(
  tx: TenantTransaction,
  silenceSeconds: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update scans set published_at = now() where scan_id in (
      select scan_id from scans where state in ('queued', 'running')
        and published_at < now() - ${silenceSeconds} * interval '1 second' and (lease_until is null or lease_until < now())
      order by published_at limit ${limit} for update skip locked)
    returning scan_id as id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Tenants with a scan that has not ended and that nobody works on, asked outside a tenant: ids and nothing else. */
export async function listTenantsWithStalledScans(
  pool: Pool,
  silenceSeconds: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from list_stalled_scan_tenants($1, $2) as id', [
    silenceSeconds,
    limit,
  ]);
  return rows.map(({ id }) => id);
}
