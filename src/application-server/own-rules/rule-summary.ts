// Rules as the API tells of them.
import type { OwnRuleDetail, RuleSummary } from '../../contract/index.ts';
import type { OwnRuleRecord, OwnRuleVersion } from '../../database-service/index.ts';
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

export function ownSummary(record: OwnRuleRecord): RuleSummary {
  const { ruleId, project, cwe, languages, updatedAt, updatedBy, message, severity, category, state, version } = record;
  return {
    rule_id: ruleId,
    source: 'own',
    project: project === '' ? null : project,
    message,
    severity,
    category,
    cwe: [...cwe],
    languages: [...languages],
    state,
    version,
    updated_at: updatedAt.toISOString(),
    updated_by: updatedBy,
  };
}

export function ownDetail(record: OwnRuleRecord, versions: readonly OwnRuleVersion[]): OwnRuleDetail {
  return {
    ...ownSummary(record),
    definition: versions[0]?.definition ?? '',
    versions: versions.map(({ version, definition, createdAt, createdBy }) => ({
      version,
      definition,
      created_at: createdAt.toISOString(),
      created_by: createdBy,
    })),
  };
}
