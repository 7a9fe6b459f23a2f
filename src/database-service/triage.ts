// The list of defects to decide about, and one of them with the verdicts on it.
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Severity, TriageState } from '../contract/index.ts';
import { decodeOrderedCursor, encodeOrderedCursor } from './cursor.ts';
import type { TenantTransaction } from './database.ts';
import {
  type AskedWord,
  beginsWith,
  defectsWithWord,
  hasWords,
  rarestOf,
  readAskedWords,
  rulesOf,
} from './defect-search.ts';
import { isUuid, storableText } from './storable.ts';
import { firstIdAt, timeOfId } from './time-ordered-ids.ts';

export interface DefectFilter {
  readonly state?: TriageState;
  /** this grave or graver */
  readonly severity?: Severity;
  readonly rule?: string;
  readonly cwe?: string;
  readonly language?: string;
  readonly repository?: string;
  readonly project?: string;
  /** the beginning of it */
  readonly path?: string;
  /** beginnings of words of message or path */
  readonly text?: string;
  /** first seen at or after */
  readonly since?: Date;
  /** first seen before */
  readonly until?: Date;
  readonly sort?: 'newest' | 'oldest' | 'gravest';
  /** 1 to 1000, default 100 */
  readonly limit?: number;
  /** from the page before */
  readonly cursor?: string;
}

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 5, high: 4, medium: 3, low: 2, info: 1 };
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

const COLUMNS = [
  'defect_id as id',
  'state',
  'rule_id as ruleId',
  'message',
  'severity',
  'gravity',
  'category',
  'confidence',
  'cwe',
  'fingerprint',
  'language',
  'repository',
  'project',
  'path',
  'within',
  'last_seen_at as lastSeenAt',
  'fixed_at as fixedAt',
  'occurrences',
  'last_analysis_id as lastAnalysisId',
  'last_issue_id as lastIssueId',
] as const;

interface Selection {
  readonly sort: 'newest' | 'oldest' | 'gravest';
  readonly limit: number;
  readonly words?: readonly AskedWord[];
}

export type DefectRecord = Awaited<ReturnType<typeof selectDefects>>[number];

export interface DefectPage {
  readonly defects: readonly DefectRecord[];
  readonly nextCursor: string | null;
}

/** A page of defects. Stable while others are added: each is given out once, new ones at their place in the order. */
export async function listDefects(tx: TenantTransaction, filter: DefectFilter): Promise<DefectPage> {
  const limit = Math.min(Math.max(filter.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
  const sort = filter.sort ?? 'newest';
  const words = filter.text === undefined ? [] : await readAskedWords(tx, filter.text);
  const where = [...conditions(filter), ...afterCursor(sort, filter.cursor)];
  const rows = await selectDefects(tx, where, { sort, limit, words });
  const defects = rows.slice(0, limit);
  const last = defects.at(-1);
  if (rows.length <= limit || last === undefined) return { defects, nextCursor: null };
  const place = sort === 'gravest' ? ([String(last.gravity), last.id] as const) : ([last.id] as const);
  return { defects, nextCursor: encodeOrderedCursor(`issues-${sort}`, place) };
}

/** One defect, or null when the tenant has none of this id. */
export async function findDefect(tx: TenantTransaction, id: string): Promise<DefectRecord | null> {
  if (!isUuid(id)) return null;
  const [row] = await selectDefects(tx, [sql<SqlBool>`defect_id = ${id}`], { sort: 'newest', limit: 1 });
  return row ?? null;
}

/** The latest verdicts on it, whichever analysis they were given on. */
export async function listVerdicts(tx: TenantTransaction, defectId: string, limit: number) {
  return await tx
    .selectFrom('feedback')
    .select(['feedback_id as id', 'analysis_id as analysisId', 'actor', 'verdict', 'reason', 'comment', 'proposed'])
    .select('updated_at as at')
    .where(
      sql<SqlBool>`(analysis_id, issue_id) in (select analysis_id, issue_id from issues where defect_id = ${defectId})`,
    )
    .orderBy('updated_at', 'desc')
    .limit(limit)
    .execute();
}

async function selectDefects(
  tx: TenantTransaction,
  where: readonly Expression<SqlBool>[],
  { sort, limit, words = [] }: Selection,
) {
  const order = sort === 'oldest' ? 'asc' : 'desc';
  const rarest = sort === 'gravest' ? null : rarestOf(words);
  const others = words.filter((word) => word !== rarest);
  const query = defectsWhere(tx, others.length === 0 ? where : [...where, hasWords(others)]);
  if (rarest !== null) {
    const each = query.where(sql<SqlBool>`defects.defect_id = found.id`).offset(0);
    const { rows } = await sql<DefectRow>`select defect.* from ${defectsWithWord(rarest, order)} as found
      cross join lateral ${each} as defect order by found.id ${sql.raw(order)} limit ${limit + 1}`.execute(tx);
    return rows.map(dated);
  }
  const sorted = sort === 'gravest' ? query.orderBy('gravity', 'desc') : query;
  const rows = await sorted
    .orderBy('defect_id', order)
    .limit(limit + 1)
    .execute();
  return rows.map(dated);
}

function defectsWhere(tx: TenantTransaction, where: readonly Expression<SqlBool>[]) {
  let query = tx.selectFrom('defects').select(COLUMNS);
  for (const condition of where) query = query.where(condition);
  return query;
}

type DefectRow = Awaited<ReturnType<ReturnType<typeof defectsWhere>['execute']>>[number];

const dated = (row: DefectRow) => ({ ...row, firstSeenAt: timeOfId(row.id) });

function conditions(filter: DefectFilter): Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = [];
  const columns = {
    state: 'state',
    rule: 'rule_id',
    language: 'language',
    repository: 'repository',
    project: 'project',
  };
  for (const [name, column] of Object.entries(columns)) {
    const value = filter[name as keyof typeof columns];
    if (value !== undefined) found.push(sql<SqlBool>`${sql.ref(column)} = ${storableText(value)}`);
  }
  if (filter.severity !== undefined) found.push(sql<SqlBool>`gravity >= ${GRAVITY[filter.severity]}`);
  if (filter.cwe !== undefined) {
    found.push(sql<SqlBool>`rule_id in ${rulesOf(filter.cwe)} and cwe @> array[${filter.cwe}]::text[]`);
  }
  if (filter.path !== undefined) found.push(beginsWith(storableText(filter.path)));
  if (filter.since !== undefined) found.push(sql<SqlBool>`defect_id >= ${firstIdAt(filter.since)}::uuid`);
  if (filter.until !== undefined) found.push(sql<SqlBool>`defect_id < ${firstIdAt(filter.until)}::uuid`);
  return found;
}

function afterCursor(sort: 'newest' | 'oldest' | 'gravest', cursor: string | undefined): Expression<SqlBool>[] {
  if (cursor === undefined) return [];
  const place = decodeOrderedCursor(cursor, `issues-${sort}`, sort === 'gravest' ? 2 : 1);
  if (sort === 'gravest') return [sql<SqlBool>`(gravity, defect_id) < (${place[0]}::smallint, ${place[1]}::uuid)`];
  return [sql<SqlBool>`defect_id ${sql.raw(sort === 'oldest' ? '>' : '<')} ${place[0]}::uuid`];
}
