// Analyses as answered, and their issues.
import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Severity } from '../contract/index.ts';
import { type AnalysisFilter, analysisConditions } from './analysis-filter.ts';
import type { StoredCode } from './code-storage.ts';
import { decodeOrderedCursor, encodeOrderedCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import type { Schema } from './schema.ts';
import { isUuid, storableJson, storableOrNull, storableText } from './storable.ts';
import { timeOfId } from './time-ordered-ids.ts';

export interface NewAnalysis {
  /** UUIDv7 */
  readonly id: string;
  readonly repository: string | null;
  readonly path: string | null;
  readonly project: string | null;
  readonly language: string;
  /** the code to keep with it; null for results only */
  readonly code: StoredCode | null;
  /** the answer as given, kept word for word */
  readonly result: unknown;
  readonly issues: readonly NewIssue[];
  /** the defect that each issue shows, by the issue's id */
  readonly defects?: ReadonlyMap<string, string>;
  readonly modelVersion: string;
  readonly modelDigest: string;
  readonly knowledge: number;
  readonly durationMs: number;
  readonly requestId: string;
}

export interface NewIssue {
  readonly id: string;
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly severity: Severity;
  /** the severity that decides who may dismiss it */
  readonly governedSeverity: Severity;
  readonly category: string;
  readonly confidence: number;
  readonly cwe: readonly string[];
  readonly path: string;
  /** the function around it with its class */
  readonly within: string;
  readonly startLine: number;
  readonly endLine: number;
}

export interface AnalysisSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly repository: string | null;
  readonly path: string | null;
  readonly project: string | null;
  readonly language: string;
  readonly issueCounts: Readonly<Record<Severity, number>>;
  readonly modelVersion: string;
  readonly modelDigest: string;
  readonly knowledge: number;
  readonly durationMs: number;
  readonly requestId: string;
}

export interface AnalysisRecord extends AnalysisSummary {
  readonly codeAddress: Buffer | null;
  readonly result: unknown;
}

export interface AnalysisListRequest extends AnalysisFilter {
  readonly sort?: 'newest' | 'oldest';
  /** 1 to 1000, default 100 */
  readonly limit?: number;
  /** from the page before */
  readonly cursor?: string;
}

export interface AnalysisPage {
  readonly analyses: readonly AnalysisSummary[];
  /** of the next page, or null at the end */
  readonly nextCursor: string | null;
}

export interface IssueRecord extends NewIssue {
  readonly analysisId: string;
  /** null for one stored before defects were recorded */
  readonly defectId: string | null;
  /** where its analysis was made: the scope of a dismissal */
  readonly repository: string | null;
  readonly project: string | null;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** Stores an analysis with its issues, and its code when given, in one statement. */
export async function saveAnalysis(tx: TenantTransaction, analysis: NewAnalysis): Promise<void> {
  const counts = countBySeverity(analysis.issues);
  const address = analysis.code?.address ?? null;
  const issues = analysis.issues.map((issue) => ({ ...issue, defectId: analysis.defects?.get(issue.id) ?? null }));
  // Foreign keys are checked at the end of the statement, so the parts may stand in any order.
  await sql`
    with code as (
      insert into code_objects (address, ciphertext)
      select ${address}::bytea, ${analysis.code?.ciphertext ?? null}::bytea where ${analysis.code?.ciphertext ?? null}::bytea is not null
      on conflict do nothing
    ), analysis as (
      insert into analyses (analysis_id, created_at, repository, path, project, language, code_address, result, critical_count,
        high_count, medium_count, low_count, info_count, model_version, model_digest, knowledge, duration_ms, request_id)
      values (${analysis.id}, ${timeOfId(analysis.id)}, ${storableOrNull(analysis.repository)}, ${storableOrNull(analysis.path)},
        ${storableOrNull(analysis.project)}, ${storableText(analysis.language)}, ${address},
        ${storableJson(analysis.result)}, ${counts.critical}, ${counts.high}, ${counts.medium}, ${counts.low},
        ${counts.info}, ${analysis.modelVersion}, ${analysis.modelDigest}, ${analysis.knowledge},
        ${analysis.durationMs}, ${storableText(analysis.requestId)})
    )
    insert into issues (analysis_id, issue_id, defect_id, fingerprint, rule_id, severity, governed_severity, category, confidence, cwe, path, within,
      start_line, end_line)
    select ${analysis.id}::uuid, id, "defectId", fingerprint, "ruleId", severity, "governedSeverity", category, confidence, cwe, path, within, "startLine",
      "endLine"
    from json_to_recordset(${storableJson(issues)}::json) as issue(id uuid, "defectId" uuid, fingerprint text, "ruleId" text,
      severity text, "governedSeverity" text, category text, confidence double precision, cwe text[], path text, within text, "startLine" int, "endLine" int)`.execute(
    tx,
  );
}

/** Holds an analysis until the transaction ends: of two that change its answer one waits. */
export async function lockAnalysis(tx: TenantTransaction, id: string): Promise<void> {
  if (isUuid(id)) await sql`select from analyses where analysis_id = ${id} for update`.execute(tx);
}

/** Puts another answer in the place of the stored one: with suggestions that came later. */
export async function replaceResult(tx: TenantTransaction, id: string, result: unknown): Promise<void> {
  await tx
    .updateTable('analyses')
    .set({ result: storableJson(result) })
    .where('analysis_id', '=', id)
    .execute();
}

/** One analysis with the answer as it was given, or null when the tenant has none of this id. */
export async function findAnalysis(tx: TenantTransaction, id: string): Promise<AnalysisRecord | null> {
  if (!isUuid(id)) return null;
  const row = await tx
    .selectFrom('analyses')
    .select(SUMMARY_COLUMNS)
    .select(['code_address', 'result'])
    .where('analysis_id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : { ...toSummary(row), codeAddress: row.code_address, result: row.result };
}

/**
 * A page of the history, newest first unless asked otherwise. Pages are stable: what is stored while a client pages
 * through has its place in the order, and each row is given out once. Throws AssayError `invalid_request` for a cursor
 * that no list gave out.
 */
export async function listAnalyses(tx: TenantTransaction, request: AnalysisListRequest): Promise<AnalysisPage> {
  const limit = Math.min(Math.max(request.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
  const sort = request.sort ?? 'newest';
  const list = `analyses-${sort}`;
  const conditions = await analysisConditions(tx, request);
  let query = tx
    .selectFrom('analyses')
    .select(SUMMARY_COLUMNS)
    .where((where) => where.and(conditions));
  if (request.cursor !== undefined) {
    const [id] = decodeOrderedCursor(request.cursor, list, 1);
    query = query.where(sql<SqlBool>`analysis_id ${sql.raw(sort === 'oldest' ? '>' : '<')} ${id}::uuid`);
  }
  const rows = await query
    .orderBy('analysis_id', sort === 'oldest' ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute();
  const analyses = rows.slice(0, limit).map(toSummary);
  const last = analyses.at(-1);
  return {
    analyses,
    nextCursor: rows.length > limit && last !== undefined ? encodeOrderedCursor(list, [last.id]) : null,
  };
}

/** One issue and where its analysis was made, or null when the tenant has no such issue in that analysis. */
export async function findIssue(
  tx: TenantTransaction,
  analysisId: string,
  issueId: string,
): Promise<IssueRecord | null> {
  if (!isUuid(analysisId) || !isUuid(issueId)) return null;
  const row = await tx
    .selectFrom('issues')
    .innerJoin('analyses', (join) =>
      join
        .onRef('analyses.tenant_id', '=', 'issues.tenant_id')
        .onRef('analyses.analysis_id', '=', 'issues.analysis_id'),
    )
    .select([
      'issues.issue_id as id',
      'issues.analysis_id as analysisId',
      'issues.defect_id as defectId',
      'issues.fingerprint',
      'issues.rule_id as ruleId',
      'issues.severity',
      sql<Severity>`coalesce(issues.governed_severity, issues.severity)`.as('governedSeverity'),
      'issues.category',
      'issues.confidence',
      'issues.cwe',
      'issues.path',
      'issues.within',
      'issues.start_line as startLine',
      'issues.end_line as endLine',
      'analyses.repository',
      'analyses.project',
    ])
    .where('issues.analysis_id', '=', analysisId)
    .where('issues.issue_id', '=', issueId)
    .executeTakeFirst();
  return row ?? null;
}

/** The newest analysis that lists an issue of this id. */
export async function findAnalysisOfIssue(tx: TenantTransaction, issueId: string): Promise<string | null> {
  if (!isUuid(issueId)) return null;
  const row = await tx
    .selectFrom('issues')
    .select('analysis_id')
    .where('issue_id', '=', issueId)
    .orderBy('analysis_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.analysis_id ?? null;
}

const SUMMARY_COLUMNS = [
  'analysis_id',
  'created_at',
  'repository',
  'path',
  'project',
  'language',
  'critical_count',
  'high_count',
  'medium_count',
  'low_count',
  'info_count',
  'model_version',
  'model_digest',
  'knowledge',
  'duration_ms',
  'request_id',
] as const;

type SummaryRow = Pick<Selectable<Schema['analyses']>, (typeof SUMMARY_COLUMNS)[number]>;

function toSummary(row: SummaryRow): AnalysisSummary {
  return {
    id: row.analysis_id,
    createdAt: row.created_at,
    repository: row.repository,
    path: row.path,
    project: row.project,
    language: row.language,
    issueCounts: {
      critical: row.critical_count,
      high: row.high_count,
      medium: row.medium_count,
      low: row.low_count,
      info: row.info_count,
    },
    modelVersion: row.model_version,
    modelDigest: row.model_digest,
    knowledge: Number(row.knowledge),
    durationMs: row.duration_ms,
    requestId: row.request_id,
  };
}

function countBySeverity(issues: readonly NewIssue[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const issue of issues) counts[issue.severity]++;
  return counts;
}
