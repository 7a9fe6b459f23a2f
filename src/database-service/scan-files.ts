// The files of a scan: what is to be analysed, what each analysis gave, and which analysis tells of each file.
import { sql } from 'kysely';
import { AssayError } from '../errors.ts';
import { holdStoredCode } from './code-storage.ts';
import { decodeOrderedCursor, encodeOrderedCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import { storableJson, storableText } from './storable.ts';

export interface NewScanFile {
  readonly position: number;
  readonly path: string;
  readonly address: Buffer;
}

/** Which of these addresses the tenant has code under, in hex. It stays there until the end of the transaction. */
export async function knownCode(tx: TenantTransaction, addresses: readonly Buffer[]): Promise<Set<string>> {
  await holdStoredCode(tx);
  const { rows } = await sql<{ address: string }>`
    select encode(address, 'hex') as address from code_objects where address = any(${addresses}::bytea[])`.execute(tx);
  return new Set(rows.map(({ address }) => address));
}

/** Files of a scan that has not begun, whose code the tenant has. */
export async function addScanFiles(
  tx: TenantTransaction,
  scanId: string,
  files: readonly NewScanFile[],
): Promise<void> {
  await sql`
    insert into scan_files (scan_id, position, path, address)
    select ${scanId}::uuid, * from unnest(${files.map(({ position }) => position)}::int[],
      ${files.map(({ path }) => storableText(path))}::text[], ${files.map(({ address }) => address)}::bytea[])`.execute(
    tx,
  );
}

/** How many files there are, what was left out, and what else the scan says of them. */
export async function noteScanFiles(
  tx: TenantTransaction,
  scanId: string,
  noted: {
    readonly files: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly notices?: readonly { readonly code: string; readonly message: string }[];
  },
): Promise<void> {
  await sql`
    update scans set files = ${noted.files}, skipped = ${storableJson(noted.skipped)}, notices = ${storableJson(noted.notices ?? [])}
    where scan_id = ${scanId}::uuid`.execute(tx);
}

/** Whatever was added before a fetch was cut off. */
export async function dropScanFiles(tx: TenantTransaction, scanId: string): Promise<void> {
  await tx.deleteFrom('scan_files').where('scan_id', '=', scanId).execute();
}

export interface ScanFileRecord {
  readonly position: number;
  readonly path: string;
  readonly address: Buffer | null;
  readonly state: 'waiting' | 'analysed' | 'reported' | 'failed';
  readonly fileKey: Buffer | null;
  /** neighbours that mattered, with the addresses of their content in hex */
  readonly filesRead: readonly (readonly [path: string, address: string])[] | null;
  readonly outcome: Buffer | null;
  readonly reportKey: Buffer | null;
  readonly analysisId: string | null;
  /** its place among those that were told of, or null */
  readonly report: number | null;
  /** from critical to info */
  readonly issueCounts: readonly number[];
  readonly suppressedCount: number;
  readonly isReused: boolean;
}

/** All files of a scan, in order. */
export async function listScanFiles(tx: TenantTransaction, scanId: string): Promise<ScanFileRecord[]> {
  return await tx
    .selectFrom('scan_files')
    .select([
      'position',
      'path',
      'address',
      'state',
      'file_key as fileKey',
      'files_read as filesRead',
      'outcome',
      'report_key as reportKey',
      'analysis_id as analysisId',
      'report',
      'issue_counts as issueCounts',
      'suppressed_count as suppressedCount',
      'is_reused as isReused',
    ])
    .where('scan_id', '=', scanId)
    .orderBy('position')
    .execute();
}

/** The first file that is still to be analysed, or null. */
export async function findWaitingPath(tx: TenantTransaction, scanId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('scan_files')
    .select('path')
    .where('scan_id', '=', scanId)
    .where('state', '=', 'waiting')
    .orderBy('position')
    .executeTakeFirst();
  return row?.path ?? null;
}

/** Bytes of the code of all files, as it is stored. */
export async function sizeOfScanCode(tx: TenantTransaction, scanId: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(length(c.ciphertext)), 0)::float8 as bytes from scan_files f
    join code_objects c on c.tenant_id = f.tenant_id and c.address = f.address where f.scan_id = ${scanId}::uuid`.execute(
    tx,
  );
  return rows[0]?.bytes ?? 0;
}

/** Rows that one part of the code is chosen from. */
const FILES_OF_A_PART = 500;

/**
 * The code of the files from one position on, in order: of one file at least, then as many as have so many bytes together. The embedded
 * database writes out every byte as text and does nothing else meanwhile. None where no code is left.
 */
export async function listScanCode(
  tx: TenantTransaction,
  scanId: string,
  from: number,
  bytes: number,
): Promise<{ readonly position: number; readonly ciphertext: Buffer }[]> {
  const { rows } = await sql<{ position: number; ciphertext: Buffer }>`
    select position, ciphertext from (
      select f.position, c.ciphertext, sum(length(c.ciphertext)) over (order by f.position) - length(c.ciphertext) as before
      from (select tenant_id, address, position from scan_files
        where scan_id = ${scanId}::uuid and position >= ${from} order by position limit ${FILES_OF_A_PART}) f
      join code_objects c on c.tenant_id = f.tenant_id and c.address = f.address) as part
    where before < ${bytes} order by position`.execute(tx);
  return rows;
}

export interface ScanScope {
  readonly project: string | null;
  readonly repository: string | null;
  readonly ref: string | null;
}

/** The newest scan of the same project, repository and ref that came to its end before this one, or null. */
export async function findEarlierScan(tx: TenantTransaction, scanId: string, scope: ScanScope): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select scan_id as id from scans where scan_id < ${scanId}::uuid and state = 'done'
      and project is not distinct from ${scope.project} and repository is not distinct from ${scope.repository}
      and ref is not distinct from ${scope.ref}
    order by scan_id desc limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Paths of an earlier scan that were analysed otherwise since it began: what it said of them is not the last word. */
export async function listPathsAnalysedSince(
  tx: TenantTransaction,
  earlierScanId: string,
  { repository, project }: Omit<ScanScope, 'ref'>,
): Promise<Set<string>> {
  const { rows } = await sql<{ path: string }>`
    select distinct a.path from analyses a
    join scan_files e on e.scan_id = ${earlierScanId}::uuid and e.path = a.path and e.analysis_id <> a.analysis_id
    where a.analysis_id > ${earlierScanId}::uuid
      and a.repository is not distinct from ${repository} and a.project is not distinct from ${project}`.execute(tx);
  return new Set(rows.map(({ path }) => path));
}

export interface SavedOutcome {
  readonly position: number;
  readonly fileKey: Buffer;
  readonly filesRead: readonly (readonly [path: string, address: string])[] | null;
  /** sealed; null when the file could not be analysed */
  readonly outcome: Buffer | null;
  readonly error: string | null;
}

/** What analyses gave. Files that have an outcome already keep it. */
export async function saveOutcomes(
  tx: TenantTransaction,
  scanId: string,
  outcomes: readonly SavedOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const reads = outcomes.map(({ filesRead }) => (filesRead === null ? null : storableJson(filesRead)));
  await sql`
    update scan_files f set file_key = o.file_key, files_read = o.files_read::json, outcome = o.outcome, error = o.error,
      state = case when o.error is not null then 'failed' when f.report is null then 'analysed' else 'reported' end
    from unnest(${outcomes.map(({ position }) => position)}::int[], ${outcomes.map(({ fileKey }) => fileKey)}::bytea[],
      ${reads}::text[], ${outcomes.map(({ outcome }) => outcome)}::bytea[],
      ${outcomes.map(({ error }) => (error === null ? null : storableText(error)))}::text[])
      as o(position, file_key, files_read, outcome, error)
    where f.scan_id = ${scanId}::uuid and f.position = o.position and f.state = 'waiting'`.execute(tx);
}

/** Forgets outcomes that do not hold any more, so that the files are analysed again. What was told of them stays. */
export async function dropOutcomes(tx: TenantTransaction, scanId: string, positions: readonly number[]): Promise<void> {
  await sql`
    update scan_files set state = 'waiting', file_key = null, files_read = null, outcome = null, error = null, is_reused = false
    where scan_id = ${scanId}::uuid and position = any(${positions}::int[])`.execute(tx);
}

export interface ReusedOutcome {
  readonly position: number;
  /** in the earlier scan */
  readonly earlierPosition: number;
}

/** Takes outcomes over from an earlier scan. */
export async function reuseOutcomes(
  tx: TenantTransaction,
  scanId: string,
  earlierScanId: string,
  reused: readonly ReusedOutcome[],
): Promise<void> {
  await sql`
    update scan_files f set file_key = e.file_key, files_read = e.files_read, outcome = e.outcome, state = 'analysed',
      is_reused = true
    from unnest(${reused.map(({ position }) => position)}::int[],
      ${reused.map(({ earlierPosition }) => earlierPosition)}::int[]) as r(position, earlier)
    join scan_files e on e.scan_id = ${earlierScanId}::uuid and e.position = r.earlier
    where f.scan_id = ${scanId}::uuid and f.position = r.position and f.state = 'waiting'`.execute(tx);
}

export interface SavedReport {
  readonly position: number;
  readonly reportKey: Buffer | null;
  /** null for a file that could not be analysed */
  readonly analysisId: string | null;
  /** from critical to info */
  readonly issueCounts: readonly number[];
  readonly suppressedCount: number;
}

export interface ScanProgress {
  readonly analysed: number;
  readonly reused: number;
  readonly failed: number;
  readonly reports: readonly SavedReport[];
  /** null while it is not known */
  readonly model: { readonly version: string; readonly digest: string } | null;
}

/**
 * Notes what was done, in the transaction that stores it, and renews the lease. False when the lease was lost: roll back.
 * Reports are numbered in the order in which they are stored.
 */
export async function noteScanProgress(
  tx: TenantTransaction,
  scanId: string,
  holder: string,
  progress: ScanProgress,
): Promise<boolean> {
  const { reports, model } = progress;
  const count = (index: number) => reports.reduce((sum, { issueCounts }) => sum + (issueCounts[index] ?? 0), 0);
  const suppressed = reports.reduce((sum, { suppressedCount }) => sum + suppressedCount, 0);
  const { rows } = await sql<{ reported: number }>`
    update scans set analysed = analysed + ${progress.analysed}, reused = reused + ${progress.reused},
      failed = failed + ${progress.failed}, reported = reported + ${reports.length}, attempts = 1,
      critical_count = critical_count + ${count(0)}, high_count = high_count + ${count(1)},
      medium_count = medium_count + ${count(2)}, low_count = low_count + ${count(3)}, info_count = info_count + ${count(4)},
      suppressed_count = suppressed_count + ${suppressed},
      model_version = coalesce(${model?.version ?? null}, model_version),
      model_digest = coalesce(${model?.digest ?? null}, model_digest), lease_until = now() + interval '20 seconds'
    where scan_id = ${scanId}::uuid and lease_holder = ${holder}::uuid and state = 'running' returning reported`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) return false;
  if (reports.length === 0) return true;
  const first = row.reported - reports.length + 1;
  await sql`
    update scan_files f set report_key = r.report_key, analysis_id = r.analysis_id,
      issue_counts = r.issue_counts::integer[], issue_count = r.issue_count, suppressed_count = r.suppressed_count,
      report = ${first} + r.place::int - 1, state = case when f.state = 'failed' then 'failed' else 'reported' end
    from unnest(${reports.map(({ position }) => position)}::int[], ${reports.map(({ reportKey }) => reportKey)}::bytea[],
      ${reports.map(({ analysisId }) => analysisId)}::uuid[],
      ${reports.map(({ issueCounts }) => `{${issueCounts.join(',')}}`)}::text[],
      ${reports.map(({ issueCounts }) => issueCounts.reduce((sum, one) => sum + one, 0))}::int[],
      ${reports.map(({ suppressedCount }) => suppressedCount)}::int[])
      with ordinality as r(position, report_key, analysis_id, issue_counts, issue_count, suppressed_count, place)
    where f.scan_id = ${scanId}::uuid and f.position = r.position and f.report is null`.execute(tx);
  return true;
}

export interface ScanReport {
  readonly report: number;
  readonly path: string;
  readonly analysisId: string | null;
  readonly issueCount: number;
  readonly isReused: boolean;
  readonly error: string | null;
}

/** Files that are told of, in the order in which they came, after one. */
export async function listScanReports(
  tx: TenantTransaction,
  scanId: string,
  after: number,
  limit: number,
): Promise<ScanReport[]> {
  return await tx
    .selectFrom('scan_files')
    .select([
      sql<number>`report`.as('report'),
      'path',
      'analysis_id as analysisId',
      'issue_count as issueCount',
      'is_reused as isReused',
      'error',
    ])
    .where('scan_id', '=', scanId)
    .where('report', '>', after)
    .orderBy('report')
    .limit(limit)
    .execute();
}

export interface ScanAnswer {
  readonly report: number;
  readonly path: string;
  readonly analysisId: string;
  /** as `saveAnalysis` was given it */
  readonly result: unknown;
}

/** Answers with issues, in the order in which they came, from one on. */
export async function listScanAnswers(
  tx: TenantTransaction,
  scanId: string,
  from: number,
  limit: number,
): Promise<ScanAnswer[]> {
  const { rows } = await sql<ScanAnswer>`
    select f.report, f.path, f.analysis_id as "analysisId", a.result from scan_files f
    join analyses a on a.tenant_id = f.tenant_id and a.analysis_id = f.analysis_id
    where f.scan_id = ${scanId}::uuid and f.report >= ${from} and f.issue_count > 0
    order by f.report limit ${limit}`.execute(tx);
  return rows;
}

/** Where a page of a scan's issues ended, for a client to hand back. */
export function encodeScanPlace(scanId: string, place: { readonly report: number; readonly index: number }): string {
  return encodeOrderedCursor('scan-issues', [String(place.report), String(place.index), scanId]);
}

/** The place, or AssayError `invalid_request` for text that no list of this scan gave out. */
export function decodeScanPlace(cursor: string, scanId: string): { readonly report: number; readonly index: number } {
  const [report = '', index = '', id] = decodeOrderedCursor(cursor, 'scan-issues', 3);
  if (id === scanId) return { report: Number(report), index: Number(index) };
  const message = 'is not a cursor that this list gave out';
  throw new AssayError('invalid_request', { errors: [{ path: '/cursor', message }] });
}
