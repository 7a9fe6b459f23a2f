// Scans as they are asked for, listed, watched, stopped and deleted. Who works on one is in scan-lease.ts.
import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Severity } from '../contract/index.ts';
import type { AnalysisFilter } from './analysis-filter.ts';
import { awaitCodeHolders, heldByOpenScan } from './code-storage.ts';
import { decodeOrderedCursor, encodeOrderedCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import type { ScansSchema } from './scans-schema.ts';
import { isUuid, storableJson, storableOrNull, storableText } from './storable.ts';

export type ScanState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface NewScan {
  /** UUIDv7 */
  readonly id: string;
  readonly createdBy: string;
  readonly source: 'files' | 'archive' | 'git';
  /** where the files come from, as it may be shown */
  readonly origin: string | null;
  /** what only the worker may read of it */
  readonly sealedSource: Buffer | null;
  readonly project: string | null;
  readonly repository: string | null;
  readonly ref: string | null;
  /** what was asked for, with the preferences that held */
  readonly settings: unknown;
}

export interface ScanRecord extends Omit<NewScan, 'sealedSource'> {
  readonly state: ScanState;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly files: number;
  readonly analysed: number;
  readonly reported: number;
  readonly reused: number;
  readonly failed: number;
  /** entries that were left out, by reason */
  readonly skipped: Readonly<Record<string, number>>;
  readonly issueCounts: Readonly<Record<Severity, number>>;
  readonly suppressedCount: number;
  readonly attempts: number;
  readonly stoppedAtPath: string | null;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly model: { readonly version: string; readonly digest: string } | null;
  readonly notices: readonly { readonly code: string; readonly message: string }[];
}

export interface ScanFilter {
  readonly project?: string;
  readonly state?: ScanState;
  /** 1 to 1000, default 100 */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ScanPage {
  readonly scans: readonly ScanRecord[];
  readonly nextCursor: string | null;
}

const COLUMNS = [
  'scan_id',
  'created_at',
  'created_by',
  'state',
  'source',
  'origin',
  'project',
  'repository',
  'ref',
  'settings',
  'files',
  'analysed',
  'reported',
  'reused',
  'failed',
  'skipped',
  'critical_count',
  'high_count',
  'medium_count',
  'low_count',
  'info_count',
  'suppressed_count',
  'attempts',
  'started_at',
  'finished_at',
  'stopped_at_path',
  'error_code',
  'error_detail',
  'model_version',
  'model_digest',
  'notices',
] as const;

/** Stores a scan that waits. Its files are added in the same transaction, or by whoever fetches them. */
export async function createScan(tx: TenantTransaction, scan: NewScan): Promise<void> {
  await tx
    .insertInto('scans')
    .values({
      scan_id: scan.id,
      created_by: scan.createdBy,
      source: scan.source,
      origin: storableOrNull(scan.origin),
      sealed_source: scan.sealedSource,
      project: storableOrNull(scan.project),
      repository: storableOrNull(scan.repository),
      ref: storableOrNull(scan.ref),
      settings: storableJson(scan.settings),
    })
    .execute();
}

export async function findScan(tx: TenantTransaction, scanId: string): Promise<ScanRecord | null> {
  if (!isUuid(scanId)) return null;
  const row = await tx.selectFrom('scans').select(COLUMNS).where('scan_id', '=', scanId).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/** What only the worker may read of where the files come from, or null. */
export async function findScanSource(tx: TenantTransaction, scanId: string): Promise<Buffer | null> {
  const row = await tx.selectFrom('scans').select('sealed_source').where('scan_id', '=', scanId).executeTakeFirst();
  return row?.sealed_source ?? null;
}

/** Newest first. Throws AssayError `invalid_request` for a cursor that no list gave out. */
export async function listScans(tx: TenantTransaction, filter: ScanFilter): Promise<ScanPage> {
  const limit = Math.min(Math.max(filter.limit ?? 100, 1), 1000);
  let query = tx.selectFrom('scans').select(COLUMNS);
  if (filter.project !== undefined) query = query.where('project', '=', storableText(filter.project));
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.cursor !== undefined) {
    const [id] = decodeOrderedCursor(filter.cursor, 'scans', 1);
    query = query.where(sql<SqlBool>`scan_id < ${id}::uuid`);
  }
  const rows = await query
    .orderBy('scan_id', 'desc')
    .limit(limit + 1)
    .execute();
  const scans = rows.slice(0, limit).map(toRecord);
  const last = scans.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { scans, nextCursor: isMore ? encodeOrderedCursor('scans', [last.id]) : null };
}

/** How many wait or are worked on. */
export async function countOpenScans(tx: TenantTransaction): Promise<number> {
  const row = await tx
    .selectFrom('scans')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** Ends a scan that has not ended; whoever works on it finds out with its next step. False when there was none to end. */
export async function cancelScan(tx: TenantTransaction, scanId: string): Promise<boolean> {
  if (!isUuid(scanId)) return false;
  const result = await tx
    .updateTable('scans')
    .set({
      state: 'cancelled',
      finished_at: sql<Date>`now()`,
      sealed_source: null,
      lease_holder: null,
      lease_until: null,
    })
    .where('scan_id', '=', scanId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await forgetScanCode(tx, scanId);
  return true;
}

/** Deletes a scan that has ended, with what it remembers of its files; the analyses that it made stay. */
export async function deleteScan(tx: TenantTransaction, scanId: string): Promise<boolean> {
  if (!isUuid(scanId)) return false;
  const result = await tx
    .deleteFrom('scans')
    .where('scan_id', '=', scanId)
    .where('state', 'not in', ['queued', 'running'])
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Deletes the oldest scans that ended before `until`, of these projects, at most `limit`; returns how many. */
export async function deleteOldScans(
  tx: TenantTransaction,
  filter: Pick<AnalysisFilter, 'project' | 'exceptProjects'> & { readonly until: Date },
  limit: number,
): Promise<number> {
  const { project = null, exceptProjects = [], until } = filter;
  const result = await sql`
    delete from scans where scan_id in (
      select scan_id from scans where finished_at < ${until} and (${project}::text is null or project = ${project})
        and (project is null or project <> all(${[...exceptProjects]}::text[]))
      order by scan_id limit ${limit})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Deletes the code of a scan that has ended which nothing else keeps. */
export async function forgetScanCode(tx: TenantTransaction, scanId: string): Promise<void> {
  await awaitCodeHolders(tx);
  await sql`
    delete from code_objects c where address in (
      select address from scan_files where scan_id = ${scanId}::uuid and address is not null)
    and not exists (select from analyses a where a.tenant_id = c.tenant_id and a.code_address = c.address)
    and not exists (${heldByOpenScan('c')})`.execute(tx);
}

type Row = Pick<Selectable<ScansSchema['scans']>, (typeof COLUMNS)[number]>;

function toRecord(row: Row): ScanRecord {
  const { error_code: code, error_detail: detail, model_version: version, model_digest: digest } = row;
  return {
    id: row.scan_id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    state: row.state,
    source: row.source,
    origin: row.origin,
    project: row.project,
    repository: row.repository,
    ref: row.ref,
    settings: row.settings,
    files: row.files,
    analysed: row.analysed,
    reported: row.reported,
    reused: row.reused,
    failed: row.failed,
    skipped: row.skipped,
    issueCounts: {
      critical: row.critical_count,
      high: row.high_count,
      medium: row.medium_count,
      low: row.low_count,
      info: row.info_count,
    },
    suppressedCount: row.suppressed_count,
    attempts: row.attempts,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    stoppedAtPath: row.stopped_at_path,
    error: code === null ? null : { code, detail: detail ?? '' },
    model: version === null || digest === null ? null : { version, digest },
    notices: row.notices,
  };
}
