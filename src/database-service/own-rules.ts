// Rules of a tenant's own: the newest version of each speaks, the earlier ones are kept.
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { raiseKnowledgeVersion } from './feedback.ts';
import { storableText } from './storable.ts';

export type OwnRuleState = 'shadow' | 'enforced' | 'disabled';

/** A rule is known by its id and its project; an empty project means all of the tenant. */
export interface OwnRuleKey {
  readonly project: string;
  readonly ruleId: string;
}

export interface OwnRuleRecord extends OwnRuleKey {
  readonly version: number;
  readonly state: OwnRuleState;
  /** YAML of this version */
  readonly definition: string;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
}

export interface OwnRuleVersion {
  readonly version: number;
  readonly definition: string;
  readonly createdAt: Date;
  readonly createdBy: string | null;
}

export interface NewOwnRule extends OwnRuleKey {
  readonly definition: string;
  readonly actor: string | null;
}

/** Stores a rule, or a new version of one, which keeps its state; returns what is stored and the knowledge version. */
export async function saveOwnRule(
  tx: TenantTransaction,
  { project, ruleId, definition, actor }: NewOwnRule,
  stateOfNew: OwnRuleState,
): Promise<{ readonly rule: OwnRuleRecord; readonly knowledgeVersion: number }> {
  const key = { project: storableText(project), rule_id: storableText(ruleId) };
  const { version } = await tx
    .insertInto('own_rules')
    .values({ ...key, version: 1, state: stateOfNew, updated_by: actor })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'project', 'rule_id'])
        .doUpdateSet({ version: sql<number>`own_rules.version + 1`, updated_at: sql<Date>`now()`, updated_by: actor }),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  const stored = { definition: storableText(definition), created_by: actor };
  await tx
    .insertInto('own_rule_versions')
    .values({ ...key, version, ...stored })
    .execute();
  const rule = await findOwnRule(tx, { project, ruleId });
  if (rule === null) throw new Error('A rule that was just stored is not there.');
  return { rule, knowledgeVersion: await raiseKnowledgeVersion(tx) };
}

export async function findOwnRule(
  tx: TenantTransaction,
  { project, ruleId }: OwnRuleKey,
): Promise<OwnRuleRecord | null> {
  const row = await newest(tx)
    .where('own_rules.project', '=', storableText(project))
    .where('own_rules.rule_id', '=', storableText(ruleId))
    .executeTakeFirst();
  return row ?? null;
}

/** Rules of the tenant and of all projects, or of the tenant and one project, by id. */
export async function listOwnRules(tx: TenantTransaction, project: string | null): Promise<OwnRuleRecord[]> {
  let query = newest(tx).orderBy('own_rules.rule_id').orderBy('own_rules.project');
  if (project !== null) query = query.where('own_rules.project', 'in', ['', storableText(project)]);
  return await query.execute();
}

/** Newest first. */
export async function listOwnRuleVersions(
  tx: TenantTransaction,
  { project, ruleId }: OwnRuleKey,
): Promise<OwnRuleVersion[]> {
  return await tx
    .selectFrom('own_rule_versions')
    .select(['version', 'definition', 'created_at as createdAt', 'created_by as createdBy'])
    .where('project', '=', storableText(project))
    .where('rule_id', '=', storableText(ruleId))
    .orderBy('version', 'desc')
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

function newest(tx: TenantTransaction) {
  return tx
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
      'own_rules.version',
      'own_rules.state',
      'own_rule_versions.definition',
      'own_rules.updated_at as updatedAt',
      'own_rules.updated_by as updatedBy',
    ]);
}
