// What the list of analyses is filtered by, as conditions that an index answers.
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Severity } from '../contract/index.ts';
import type { TenantTransaction } from './database.ts';
import { beginsWith, isOfDefectWithWords, readAskedWords, rulesOf } from './defect-search.ts';
import { storableText } from './storable.ts';
import { firstIdAt } from './time-ordered-ids.ts';

export interface AnalysisFilter {
  readonly repository?: string;
  readonly project?: string;
  /** in none of these projects */
  readonly exceptProjects?: readonly string[];
  /** the beginning of it */
  readonly path?: string;
  readonly language?: string;
  readonly modelVersion?: string;
  /** at or after */
  readonly since?: Date;
  /** before */
  readonly until?: Date;
  /** with at least one issue this grave or graver */
  readonly severity?: Severity;
  /** with an issue of this rule */
  readonly rule?: string;
  /** with an issue of this weakness, as `CWE-89` */
  readonly cwe?: string;
  /** beginnings of words of an issue's message or path, all of them in one issue */
  readonly text?: string;
}

const AT_LEAST: Readonly<Record<Severity, string>> = {
  critical: 'critical_count > 0 and critical_count + high_count > 0',
  high: 'critical_count + high_count > 0',
  medium: 'critical_count + high_count + medium_count > 0',
  low: 'critical_count + high_count + medium_count + low_count > 0',
  info: 'critical_count + high_count + medium_count + low_count + info_count > 0',
};

export async function analysisConditions(
  tx: TenantTransaction,
  filter: AnalysisFilter,
): Promise<Expression<SqlBool>[]> {
  const found: Expression<SqlBool>[] = [];
  const columns = { repository: 'repository', project: 'project', language: 'language', modelVersion: 'model_version' };
  for (const [name, column] of Object.entries(columns)) {
    const value = filter[name as keyof typeof columns];
    if (value !== undefined) found.push(sql<SqlBool>`${sql.ref(column)} = ${storableText(value)}`);
  }
  if (filter.exceptProjects !== undefined && filter.exceptProjects.length > 0) {
    const projects = filter.exceptProjects.map(storableText);
    found.push(sql<SqlBool>`(project is null or project <> all(${projects}::text[]))`);
  }
  if (filter.path !== undefined) found.push(beginsWith(storableText(filter.path)));
  if (filter.since !== undefined) found.push(sql<SqlBool>`analysis_id >= ${firstIdAt(filter.since)}::uuid`);
  if (filter.until !== undefined) found.push(sql<SqlBool>`analysis_id < ${firstIdAt(filter.until)}::uuid`);
  if (filter.severity !== undefined) found.push(sql<SqlBool>`${sql.raw(AT_LEAST[filter.severity])}`);
  return [...found, ...(await issueConditions(tx, filter))];
}

async function issueConditions(tx: TenantTransaction, { rule, cwe, text }: AnalysisFilter) {
  const found: Expression<SqlBool>[] = [];
  const ofAnalysis = (condition: Expression<SqlBool>) =>
    sql<SqlBool>`exists (select from issues where issues.tenant_id = analyses.tenant_id
      and issues.analysis_id = analyses.analysis_id and ${condition})`;
  if (rule !== undefined) found.push(ofAnalysis(sql<SqlBool>`rule_id = ${storableText(rule)}`));
  if (cwe !== undefined) {
    found.push(ofAnalysis(sql<SqlBool>`rule_id in ${rulesOf(storableText(cwe))} and cwe @> array[${cwe}]::text[]`));
  }
  const words = text === undefined ? [] : await readAskedWords(tx, text);
  if (words.length > 0) found.push(ofAnalysis(isOfDefectWithWords(words)));
  return found;
}
