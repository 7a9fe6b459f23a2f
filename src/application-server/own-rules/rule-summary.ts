// Rules as the API tells of them.
import type { OwnRuleDetail, RuleSummary } from '../../contract/index.ts';
import type { OwnRuleRecord, OwnRuleVersion } from '../../database-service/index.ts';
import { readRuleDocument } from '../../model-service/index.ts';
import { BUILT_IN_RULES } from '../../rules/index.ts';

export function builtInSummaries(): RuleSummary[] {
  return BUILT_IN_RULES.map(({ id, message, severity, category, cwe, languages }) => ({
    rule_id: id,
    source: 'built-in',
    project: null,
    message,
    severity,
    category,
    cwe: [...cwe],
    languages: [...languages],
    state: 'enforced',
    version: null,
    updated_at: null,
    updated_by: null,
  }));
}

/** What is stored was read when it came; should this version of Assay read it otherwise, it is shown with what is known. */
export function ownSummary(record: OwnRuleRecord): RuleSummary {
  const [rule] = readRuleDocument({ name: record.ruleId, text: record.definition }).rules;
  return {
    rule_id: record.ruleId,
    source: 'own',
    project: record.project === '' ? null : record.project,
    message: rule?.message ?? '',
    severity: rule?.severity ?? 'info',
    category: rule?.category ?? 'bug',
    cwe: [...(rule?.cwe ?? [])],
    languages: [...(rule?.languages ?? [])],
    state: record.state,
    version: record.version,
    updated_at: record.updatedAt.toISOString(),
    updated_by: record.updatedBy,
  };
}

export function ownDetail(record: OwnRuleRecord, versions: readonly OwnRuleVersion[]): OwnRuleDetail {
  return {
    ...ownSummary(record),
    definition: record.definition,
    versions: versions.map(({ version, definition, createdAt, createdBy }) => ({
      version,
      definition,
      created_at: createdAt.toISOString(),
      created_by: createdBy,
    })),
  };
}
