// Rules of a tenant's own: the newest version of each speaks, some earlier ones are kept.
import { sql } from 'kysely';
import type { Category, Severity } from '../contract/index.ts';
import type { TenantTransaction } from './database.ts';
import { raiseKnowledgeVersion } from './feedback.ts';
import { storableText } from './storable.ts';

export type OwnRuleState = 'shadow' | 'enforced' | 'disabled';

/** A rule is known by its id and its project; an empty project means all of the tenant. */
export interface OwnRuleKey {
  readonly project: string;
  readonly ruleId: string;
}

/** What a rule says of itself. */
export interface OwnRuleDescription {
  readonly message: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly cwe: readonly string[];
  readonly languages: readonly string[];
}

export interface OwnRuleRecord extends OwnRuleKey, OwnRuleDescription {
  readonly version: number;
  readonly state: OwnRuleState;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
}

export interface OwnRuleVersion {
  readonly version: number;
  /** YAML */
  readonly definition: string;
  readonly createdAt: Date;
  readonly createdBy: string | null;
}

export interface NewOwnRule extends OwnRuleKey, OwnRuleDescription {
  readonly definition: string;
  readonly actor: string | null;
}

export interface SavedOwnRule {
  readonly rule: OwnRuleRecord;
  /** false: it was there, word for word */
  readonly isNew: boolean;
}

/** Versions of a rule that are kept. */
const KEPT_VERSIONS = 50;

/** Stores a rule, or a new version of one, which keeps its state. One that is there as it is stays so. */
export async function saveOwnRule(
  tx: TenantTransaction,
  rule: NewOwnRule,
  stateOfNew: OwnRuleState,
): Promise<SavedOwnRule> {
  const { project, ruleId, definition, actor } = rule;
  const before = await findOwnRule(tx, rule);
  const [latest] = before === null ? [] : await listOwnRuleVersions(tx, rule, 1);
  if (before !== null && latest?.definition === storableText(definition)) return { rule: before, isNew: false };
  const key = { project: storableText(project), rule_id: storableText(ruleId) };
  const { message, severity, category } = rule;
  const description = {
    message: storableText(message),
    severity,
    category,
    cwe: [...rule.cwe],
    languages: [...rule.languages],
    updated_by: actor,
  };
  const { version } = await tx
    .insertInto('own_rules')
    .values({ ...key, ...description, version: 1, state: stateOfNew })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'project', 'rule_id'])
        .doUpdateSet({ ...description, version: sql<number>`own_rules.version + 1`, updated_at: sql<Date>`now()` }),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('own_rule_versions')
    .values({ ...key, version, definition: storableText(definition), created_by: actor })
    .execute();
  await tx
    .deleteFrom('own_rule_versions')
    .where('project', '=', key.project)
    .where('rule_id', '=', key.rule_id)
    .where('version', '<=', version - KEPT_VERSIONS)
    .execute();
  const saved = await findOwnRule(tx, rule);
  if (saved === null) throw new Error('A rule that was just stored is not there.');
  return { rule: saved, isNew: true };
}

/** How many rules the tenant has, and how long their newest versions are together. */
export async function measureOwnRules(
  tx: TenantTransaction,
): Promise<{ readonly rules: number; readonly length: number }> {
  const { rows } = await sql<{ rules: number; length: number }>`
    select count(*)::int as rules, coalesce(sum(length(definition)), 0)::int as length
    from own_rules join own_rule_versions using (tenant_id, project, rule_id, version)`.execute(tx);
  return rows[0] ?? { rules: 0, length: 0 };
}

export async function findOwnRule(
  tx: TenantTransaction,
  { project, ruleId }: OwnRuleKey,
): Promise<OwnRuleRecord | null> {
  const row = await described(tx)
    .where('project', '=', storableText(project))
    .where('rule_id', '=', storableText(ruleId))
    .executeTakeFirst();
  return row ?? null;
}

/** Rules of the tenant and of all projects, or of the tenant and one project, by id. */
export async function listOwnRules(tx: TenantTransaction, project: string | null): Promise<OwnRuleRecord[]> {
  let query = described(tx).orderBy('rule_id').orderBy('project');
  if (project !== null) query = query.where('project', 'in', ['', storableText(project)]);
  return await query.execute();
}

/** The newest definition of every rule of the tenant, of all its projects. */
export async function listOwnRuleDefinitions(
  tx: TenantTransaction,
): Promise<(OwnRuleKey & { readonly state: OwnRuleState; readonly definition: string })[]> {
  return await tx
    .selectFrom('own_rules')
    .innerJoin('own_rule_versions', (join) =>
      join
        .onRef('own_rule_versions.tenant_id', '=', 'own_rules.tenant_id')
        .onRef('own_rule_versions.project', '=', 'own_rules.project')
        .onRef('own_rule_versions.rule_id', '=', 'own_rules.rule_id')
        .onRef('own_rule_versions.version', '=', 'own_rules.version'),
    )
    .select([
      'own_rules.project',
      'own_rules.rule_id as ruleId',
      'own_rules.state',
      'own_rule_versions.definition as definition',
    ])
    .orderBy('own_rules.rule_id')
    .orderBy('own_rules.project')
    .execute();
}

/** Newest first. */
export async function listOwnRuleVersions(
  tx: TenantTransaction,
  { project, ruleId }: OwnRuleKey,
  limit = KEPT_VERSIONS,
): Promise<OwnRuleVersion[]> {
  return await tx
    .selectFrom('own_rule_versions')
    .select(['version', 'definition', 'created_at as createdAt', 'created_by as createdBy'])
    .where('project', '=', storableText(project))
    .where('rule_id', '=', storableText(ruleId))
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
}

/** Null when there is no such rule. */
export async function setOwnRuleState(
  tx: TenantTransaction,
  { project, ruleId }: OwnRuleKey,
  state: OwnRuleState,
  actor: string | null,
): Promise<{ readonly knowledgeVersion: number } | null> {
  const changed = await tx
    .updateTable('own_rules')
    .set({ state, updated_at: sql<Date>`now()`, updated_by: actor })
    .where('project', '=', storableText(project))
    .where('rule_id', '=', storableText(ruleId))
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return null;
  return { knowledgeVersion: await raiseKnowledgeVersion(tx) };
}

/** With all versions. Null when there is no such rule. */
export async function deleteOwnRule(
  tx: TenantTransaction,
  { project, ruleId }: OwnRuleKey,
): Promise<{ readonly knowledgeVersion: number } | null> {
  const deleted = await tx
    .deleteFrom('own_rules')
    .where('project', '=', storableText(project))
    .where('rule_id', '=', storableText(ruleId))
    .executeTakeFirst();
  if (deleted.numDeletedRows === 0n) return null;
  return { knowledgeVersion: await raiseKnowledgeVersion(tx) };
}

function described(tx: TenantTransaction) {
  return tx
    .selectFrom('own_rules')
    .select([
      'project',
      'rule_id as ruleId',
      'version',
      'state',
      'message',
      'severity',
      'category',
      'cwe',
      'languages',
      'updated_at as updatedAt',
      'updated_by as updatedBy',
    ]);
}
