// Defects over analyses: recorded with each analysis, so that triage, trends and search look at one row a defect.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TriageState } from '../contract/index.ts';
import type { NewIssue } from './analysis-history.ts';
import type { TenantTransaction } from './database.ts';
import { searchWords } from './defect-search.ts';
import { dismissalScope } from './feedback.ts';
import { storableJson, storableOrNull, storableText } from './storable.ts';
import { timeOfId } from './time-ordered-ids.ts';

/** What a defect is known by again. */
export interface KnownDefect {
  readonly id: string;
  readonly fingerprint: string;
  readonly within: string;
  readonly path: string;
}

export interface DefectContext {
  readonly repository: string | null;
  readonly project: string | null;
  readonly ref: string | null;
  readonly language: string;
  /** UUIDv7 of the analysis: its time is when they were seen */
  readonly analysisId: string;
}

/** An issue that the answer shows. */
export interface SeenDefect {
  readonly issue: NewIssue;
  readonly message: string;
  /** of the defect that it is; null: a new one */
  readonly knownId: string | null;
  /** of a new one */
  readonly state: 'open' | 'proposed';
}

/** The defects in this scope that could be these, locked until the transaction ends, always in the same order. */
export async function lockDefects(
  tx: TenantTransaction,
  scope: string,
  bases: readonly string[],
): Promise<KnownDefect[]> {
  if (bases.length === 0) return [];
  return await tx
    .selectFrom('defects')
    .select(['defect_id as id', 'fingerprint', 'within', 'path'])
    .where('scope', '=', scope)
    .where('base', '=', sql<string>`any(${[...new Set(bases)]}::text[])`)
    .orderBy('defect_id')
    .forUpdate()
    .execute();
}

/** Records what an analysis shows; returns the defect of each issue, by the issue's id. */
export async function recordDefects(
  tx: TenantTransaction,
  context: DefectContext,
  seen: readonly SeenDefect[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const known = seen.filter(({ knownId }) => knownId !== null);
  const fresh = seen.filter(({ knownId }) => knownId === null);
  for (const { issue, knownId } of known) ids.set(issue.id, knownId ?? '');
  if (known.length > 0) await updateKnown(tx, context, known);
  if (fresh.length > 0) await insertFresh(tx, context, fresh, ids);
  return ids;
}

interface ShownRow {
  readonly id: string;
  readonly issue_id: string;
  readonly severity: string;
  readonly confidence: number;
  readonly message: string;
  readonly path: string;
  readonly within: string;
  readonly fingerprint: string;
}

function toRow({ issue, message }: SeenDefect, id: string): ShownRow {
  const { severity, confidence, path, within, fingerprint } = issue;
  return { id, issue_id: issue.id, severity, confidence, message, path, within, fingerprint };
}

async function updateKnown(tx: TenantTransaction, context: DefectContext, known: readonly SeenDefect[]): Promise<void> {
  const rows = known.map((one) => toRow(one, one.knownId ?? ''));
  await sql`
    update defects set occurrences = occurrences + 1, severity = seen.severity, confidence = seen.confidence,
      message = seen.message, path = seen.path, within = seen.within, fingerprint = seen.fingerprint,
      ref = ${storableOrNull(context.ref)}, language = ${context.language},
      last_analysis_id = ${context.analysisId}, last_issue_id = seen.issue_id, last_seen_at = ${timeOfId(context.analysisId)},
      state = case state when 'fixed' then 'open' else state end, fixed_at = null
    from json_to_recordset(${storableJson(rows)}::json) as seen(id uuid, issue_id uuid, severity text,
      confidence double precision, message text, path text, within text, fingerprint text)
    where defects.defect_id = seen.id`.execute(tx);
}

async function insertFresh(
  tx: TenantTransaction,
  context: DefectContext,
  fresh: readonly SeenDefect[],
  ids: Map<string, string>,
): Promise<void> {
  // First seen when the analysis was made: its id says so.
  const msecs = timeOfId(context.analysisId).getTime();
  const batchId = uuidv7({ msecs });
  const rows = fresh.map((one) => ({
    ...toRow(one, uuidv7({ msecs })),
    rule_id: one.issue.ruleId,
    category: one.issue.category,
    cwe: one.issue.cwe,
    state: one.state,
  }));
  // Sorted by what must be unique: two analyses of the same new code wait for each other in one order.
  const { rows: stored } = await sql<{ id: string; issue_id: string; is_new: boolean }>`
    insert into defects (defect_id, scope, identity, repository, project, ref, fingerprint, within, path, language,
      rule_id, severity, category, confidence, cwe, message, state, occurrences, last_analysis_id, last_issue_id,
      last_seen_at, word_batch_id)
    select id, ${dismissalScope(context)}, fingerprint || md5(within) || md5(path), ${storableOrNull(context.repository)},
      ${storableOrNull(context.project)}, ${storableOrNull(context.ref)}, fingerprint, within, path, ${context.language},
      rule_id, severity, category, confidence, cwe, message, state, 1, ${context.analysisId}::uuid, issue_id,
      ${timeOfId(context.analysisId)}, ${batchId}::uuid
    from json_to_recordset(${storableJson(rows)}::json) as seen(id uuid, issue_id uuid, severity text,
      confidence double precision, message text, path text, within text, fingerprint text, rule_id text, category text,
      cwe text[], state text)
    order by left(fingerprint, 32), fingerprint || md5(within) || md5(path)
    on conflict (tenant_id, scope, base, identity) do update set
      occurrences = defects.occurrences + 1, last_analysis_id = excluded.last_analysis_id,
      last_issue_id = excluded.last_issue_id, last_seen_at = excluded.last_seen_at
    returning defect_id as id, last_issue_id as issue_id, occurrences = 1 as is_new`.execute(tx);
  for (const { id, issue_id: issueId } of stored) ids.set(issueId, id);
  const inserted = new Set(stored.filter((row) => row.is_new).map((row) => row.id));
  await indexFresh(tx, fresh, ids, { inserted, batchId });
}

/** What the new ones are found by. */
async function indexFresh(
  tx: TenantTransaction,
  fresh: readonly SeenDefect[],
  ids: ReadonlyMap<string, string>,
  { inserted, batchId }: { readonly inserted: ReadonlySet<string>; readonly batchId: string },
): Promise<void> {
  const words = new Map<string, string[]>();
  const weaknesses = new Map<string, { cwe: string; rule_id: string }>();
  for (const { issue, message } of fresh) {
    for (const cwe of issue.cwe) weaknesses.set(`${cwe} ${issue.ruleId}`, { cwe, rule_id: issue.ruleId });
    const id = ids.get(issue.id);
    if (id === undefined || !inserted.has(id)) continue;
    for (const word of searchWords(message, issue.path, issue.ruleId)) {
      const stored = storableText(word);
      words.set(stored, [...(words.get(stored) ?? []), id]);
    }
  }
  const rows = [...words].map(([word, defects]) => ({ word, defects }));
  await sql`
    with words as (
      insert into defect_words (word, batch_id, defect_ids)
      select word, ${batchId}::uuid, defects from json_to_recordset(${JSON.stringify(rows)}::json) as w(word text, defects uuid[])
    )
    insert into rule_weaknesses (cwe, rule_id)
    select cwe, rule_id from json_to_recordset(${JSON.stringify([...weaknesses.values()])}::json) as w(cwe text, rule_id text)
    order by cwe, rule_id on conflict do nothing`.execute(tx);
}

export interface GoneDefects extends DefectContext {
  readonly path: string;
  /** found, whether shown or not */
  readonly stillThere: readonly string[];
  /** the rules that were asked; null: all */
  readonly enabledRules: readonly string[] | null;
  readonly disabledRules: readonly string[];
}

/**
 * Marks as fixed what an earlier analysis of the same file, on the same branch, showed and this one does not find. Rows
 * that another transaction holds are left to it: waiting here could make two analyses wait for each other.
 */
export async function markFixed(tx: TenantTransaction, gone: GoneDefects): Promise<void> {
  const { enabledRules } = gone;
  await sql`
    update defects set state = 'fixed', fixed_at = ${timeOfId(gone.analysisId)} where defect_id in (
      select defect_id from defects
      where scope = ${dismissalScope(gone)} and path_hash = md5(${storableText(gone.path)}) and fixed_at is null
        and state in ('open', 'proposed') and language = ${gone.language}
        and ref is not distinct from ${storableOrNull(gone.ref)}
        and defect_id <> all(${[...gone.stillThere]}::uuid[])
        and rule_id <> all(${[...gone.disabledRules]}::text[])
        and (${enabledRules === null} or rule_id = any(${[...(enabledRules ?? [])]}::text[]))
      for update skip locked)`.execute(tx);
}

/** What a verdict makes of the defect; a proposal does not take back what was dismissed. */
export async function setDefectState(tx: TenantTransaction, defectId: string, state: TriageState): Promise<void> {
  let update = tx
    .updateTable('defects')
    .set({ state, fixed_at: state === 'fixed' ? sql<Date>`now()` : null })
    .where('defect_id', '=', defectId);
  if (state === 'proposed') update = update.where('state', '<>', 'dismissed');
  await update.execute();
}
