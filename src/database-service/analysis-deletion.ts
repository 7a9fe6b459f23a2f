// Deleting analyses: with their issues and verdicts, the code that only they had, and what triage knew from them alone.
import { sql } from 'kysely';
import { type AnalysisFilter, analysisConditions } from './analysis-filter.ts';
import { awaitCodeHolders, heldByOpenScan } from './code-storage.ts';
import type { TenantTransaction } from './database.ts';
import { isUuid } from './storable.ts';

export interface DeletedAnalyses {
  readonly analyses: number;
  readonly codeObjects: number;
  readonly defects: number;
}

/** Deletes the oldest analyses that fit, at most `limit`. Cached answers are for the caller to make unreachable. */
export async function deleteAnalyses(
  tx: TenantTransaction,
  filter: AnalysisFilter,
  limit: number,
): Promise<DeletedAnalyses> {
  const conditions = await analysisConditions(tx, filter);
  const rows = await tx
    .selectFrom('analyses')
    .select('analysis_id')
    .where((where) => where.and(conditions))
    .orderBy('analysis_id')
    .limit(limit)
    .execute();
  return await deleteByIds(
    tx,
    rows.map((row) => row.analysis_id),
  );
}

/** False when the tenant has no analysis of this id. */
export async function deleteAnalysis(tx: TenantTransaction, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  return (await deleteByIds(tx, [id])).analyses > 0;
}

/** Takes the code from the oldest analyses that fit, at most `limit`; returns from how many. Their answers stay. */
export async function forgetCode(tx: TenantTransaction, filter: AnalysisFilter, limit: number): Promise<number> {
  const conditions = await analysisConditions(tx, filter);
  const old = await tx
    .selectFrom('analyses')
    .select(['analysis_id as id', 'code_address as address'])
    .where('code_address', 'is not', null)
    .where((where) => where.and(conditions))
    .orderBy('analysis_id')
    .limit(limit)
    .forUpdate()
    .execute();
  const ids = old.map(({ id }) => id);
  await sql`update analyses set code_address = null where analysis_id = any(${ids}::uuid[])`.execute(tx);
  await deleteCode(
    tx,
    old.flatMap(({ address }) => (address === null ? [] : [address])),
  );
  return old.length;
}

/** Deletes what no analysis refers to any more; returns how many pieces of code. */
async function deleteCode(tx: TenantTransaction, addresses: readonly Buffer[]): Promise<number> {
  await awaitCodeHolders(tx);
  const code = await sql`
    delete from code_objects where address = any(${addresses}::bytea[])
    and not exists (select from analyses where analyses.tenant_id = code_objects.tenant_id
                    and analyses.code_address = code_objects.address)
    and not exists (${heldByOpenScan('code_objects')})`.execute(tx);
  return Number(code.numAffectedRows ?? 0n);
}

async function deleteByIds(tx: TenantTransaction, ids: readonly string[]): Promise<DeletedAnalyses> {
  if (ids.length === 0) return { analyses: 0, codeObjects: 0, defects: 0 };
  const { rows: shown } = await sql<{ id: string; times: number }>`
    select defect_id as id, count(distinct analysis_id)::int as times from issues
    where analysis_id = any(${ids}::uuid[]) and defect_id is not null group by defect_id`.execute(tx);
  // Known verdicts go with them: the version that counts this says so to whoever remembers them.
  await sql`update knowledge set forgotten_since = version + 1
    where exists (select from judgements where analysis_id = any(${ids}::uuid[]))
      or exists (select from suggestion_outcomes where analysis_id = any(${ids}::uuid[]))`.execute(tx);
  // What a scan remembers of the file goes with it, so that no later scan brings it back.
  await sql`update scan_files set analysis_id = null, outcome = null, file_key = null, report_key = null, issue_count = 0,
      issue_counts = default, suppressed_count = 0
    where analysis_id = any(${ids}::uuid[])`.execute(tx);
  const { rows: gone } = await sql<{ address: Buffer | null }>`
    delete from analyses where analysis_id = any(${ids}::uuid[]) returning code_address as address`.execute(tx);
  const addresses = gone.flatMap(({ address }) => (address === null ? [] : [address]));
  const codeObjects = await deleteCode(tx, addresses);
  const defects = shown.length === 0 ? 0 : await forgetDefects(tx, shown);
  return { analyses: gone.length, codeObjects, defects };
}

/** Deletes the defects that no analysis shows any more; the others show what the last one left says of them. */
async function forgetDefects(
  tx: TenantTransaction,
  shown: readonly { readonly id: string; readonly times: number }[],
): Promise<number> {
  const ids = shown.map(({ id }) => id);
  await sql`select from defects where defect_id = any(${ids}::uuid[]) order by defect_id for update`.execute(tx);
  const { rows: deleted } = await sql<{ id: string; batch: string }>`
    delete from defects where defect_id = any(${ids}::uuid[])
    and not exists (select from issues where issues.tenant_id = defects.tenant_id and issues.defect_id = defects.defect_id)
    returning defect_id as id, word_batch_id as batch`.execute(tx);
  if (deleted.length > 0) await forgetWords(tx, deleted);
  await sql`
    update defects set occurrences = greatest(1, occurrences - shown.times),
      last_analysis_id = latest.analysis_id, last_issue_id = latest.issue_id
    from json_to_recordset(${JSON.stringify(shown)}::json) as shown(id uuid, times int),
      lateral (select analysis_id, issue_id from issues where issues.defect_id = shown.id
               order by analysis_id desc limit 1) as latest
    where defects.defect_id = shown.id and defects.defect_id = any(${ids}::uuid[])`.execute(tx);
  return deleted.length;
}

/** Takes deleted defects out of what is searched; words that only they had go. */
async function forgetWords(
  tx: TenantTransaction,
  deleted: readonly { readonly id: string; readonly batch: string }[],
): Promise<void> {
  const ids = deleted.map(({ id }) => id);
  const batches = [...new Set(deleted.map(({ batch }) => batch))];
  await sql`
    delete from defect_words where batch_id = any(${batches}::uuid[]) and defect_ids <@ ${ids}::uuid[]`.execute(tx);
  await sql`
    update defect_words set defect_ids = array(select id from unnest(defect_ids) as id where id <> all(${ids}::uuid[]))
    where batch_id = any(${batches}::uuid[]) and defect_ids && ${ids}::uuid[]`.execute(tx);
}
