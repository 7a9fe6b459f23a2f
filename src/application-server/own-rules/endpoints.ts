// /api/v1/rules: list, add, check, try on past analyses, enforce and delete rules of the tenant's own.
import { Type } from 'typebox';
import {
  OwnRuleChange,
  OwnRuleDetail,
  OwnRuleQuery,
  OwnRulesRequest,
  RuleCheck,
  RuleCheckRequest,
  RuleList,
  RulePreview,
  RulePreviewRequest,
  RulesQuery,
} from '../../contract/index.ts';
import {
  appendAuditEvent,
  deleteOwnRule,
  findOwnRule,
  listOwnRules,
  listOwnRuleVersions,
  measureOwnRules,
  type OwnRuleKey,
  raiseKnowledgeVersion,
  type SavedOwnRule,
  saveOwnRule,
  setOwnRuleState,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint, json } from '../endpoint.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { checkRules, readableRules } from './check.ts';
import { type PreviewDependencies, previewRule } from './rule-preview.ts';
import { builtInSummaries, ownDetail, ownSummary } from './rule-summary.ts';

export interface OwnRuleDependencies extends PreviewDependencies {
  readonly knowledge: Knowledge;
}

const Parameters = Type.Object({ rule_id: Type.String({ maxLength: 200 }) });
const PATH = '/api/v1/rules/:rule_id';
const MOST_RULES = 2000;
const MOST_LENGTH = 8 * 2 ** 20;
/** Bytes of JSON: a document of a mebibyte whose line ends are escaped, and for a check its files. */
const DOCUMENT_LIMIT = 3 * 2 ** 20;
const CHECK_LIMIT = 9 * 2 ** 20;

export function ownRuleEndpoints(dependencies: OwnRuleDependencies): Endpoint[] {
  return [
    ...readEndpoints(dependencies),
    addEndpoint(dependencies),
    checkEndpoint(dependencies),
    previewEndpoint(dependencies),
    ...changeEndpoints(dependencies),
  ];
}

function readEndpoints({ database }: OwnRuleDependencies): Endpoint[] {
  const shared = { method: 'GET', tag: 'rules', access: 'rules:read' } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        path: '/api/v1/rules',
        operationId: 'listRules',
        summary: 'The built-in rules and those of the tenant’s own.',
        query: RulesQuery,
        answers: { 200: json('All of them, by id.', RuleList) },
      },
      async ({ query: { source, project = null }, caller }) => {
        const own =
          source === 'built-in' ? [] : await database.asTenant(caller.tenantId, (tx) => listOwnRules(tx, project));
        const builtIn = source === 'own' ? [] : builtInSummaries();
        return { status: 200, body: { items: [...own.map(ownSummary), ...builtIn] } satisfies RuleList };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        path: PATH,
        operationId: 'getOwnRule',
        summary: 'One rule of the tenant’s own, with all its versions.',
        parameters: Parameters,
        query: OwnRuleQuery,
        answers: { 200: json('The rule.', OwnRuleDetail) },
      },
      async ({ parameters, query, caller }) => {
        const key = keyOf(parameters, query);
        const body = await database.asTenant(caller.tenantId, async (tx) =>
          ownDetail(existing(await findOwnRule(tx, key)), await listOwnRuleVersions(tx, key)),
        );
        return { status: 200, body };
      },
    ),
  ];
}

function addEndpoint({ database, model, knowledge }: OwnRuleDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/rules',
      operationId: 'addRules',
      tag: 'rules',
      summary: 'Add rules in the Semgrep rule language, or new versions of them.',
      description:
        'All or nothing: a rule that cannot run refuses the document, with the place. New rules begin in the shadow; ' +
        'a new version keeps the state of the rule.',
      access: 'rules:manage',
      body: OwnRulesRequest,
      bodyLimit: DOCUMENT_LIMIT,
      answers: { 201: json('What is stored.', RuleList) },
    },
    async ({ body: { document, project = '', state = 'shadow' }, caller: { tenantId, actor } }) => {
      const rules = await readableRules(model, document);
      const { saved, version } = await database.asTenant(tenantId, async (tx) => {
        const saved: SavedOwnRule[] = [];
        for (const { id: ruleId, text: definition, runsOn: languages, ...rest } of rules) {
          const one = await saveOwnRule(tx, { ...rest, ruleId, project, definition, languages, actor }, state);
          saved.push(one);
          if (!one.isNew) continue;
          const details = { project, version: one.rule.version, state: one.rule.state };
          await appendAuditEvent(tx, { action: 'rule.saved', actor, target: ruleId, details });
        }
        await checkRoom(tx);
        const isChanged = saved.some(({ isNew }) => isNew);
        return { saved, version: isChanged ? await raiseKnowledgeVersion(tx) : null };
      });
      if (version !== null) knowledge.learned(tenantId, version);
      return { status: 201, body: { items: saved.map(({ rule }) => ownSummary(rule)) } satisfies RuleList };
    },
  );
}

/** Every analysis takes the rules along. Throws AssayError `invalid_rule` where the tenant would have too many. */
async function checkRoom(tx: TenantTransaction): Promise<void> {
  const { rules, length } = await measureOwnRules(tx);
  if (rules <= MOST_RULES && length <= MOST_LENGTH) return;
  const detail = `A tenant has at most ${MOST_RULES} rules of its own, of ${MOST_LENGTH} characters together.`;
  throw new AssayError('invalid_rule', { detail });
}

function checkEndpoint({ model }: OwnRuleDependencies): Endpoint {
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/rules/check',
      operationId: 'checkRules',
      tag: 'rules',
      summary: 'What of a document of rules can run, and what its tests say; nothing is stored.',
      access: 'rules:read',
      body: RuleCheckRequest,
      bodyLimit: CHECK_LIMIT,
      metered: true,
      answers: { 200: json('Rules, problems with their places, and tests.', RuleCheck) },
    },
    async ({ body: { document, files = [] }, signal }) => {
      return { status: 200, body: await checkRules(model, document, files, signal()) };
    },
  );
}

function previewEndpoint(dependencies: OwnRuleDependencies): Endpoint {
  const { database } = dependencies;
  return defineEndpoint(
    {
      method: 'POST',
      path: `${PATH}/preview`,
      operationId: 'previewRule',
      tag: 'rules',
      summary: 'What the rule would say of the last analyses whose code was kept.',
      access: 'rules:manage',
      parameters: Parameters,
      query: OwnRuleQuery,
      body: RulePreviewRequest,
      answers: { 200: json('What it found.', RulePreview) },
    },
    async ({ parameters, query, body: { limit = 20 }, caller: { tenantId }, signal }) => {
      const key = keyOf(parameters, query);
      const [newest = null] = await database.asTenant(tenantId, (tx) => listOwnRuleVersions(tx, key, 1));
      const { definition } = existing(newest);
      const request = { tenantId, ...key, definition, limit, signal: signal() };
      return { status: 200, body: await previewRule(dependencies, request) };
    },
  );
}

function changeEndpoints({ database, knowledge }: OwnRuleDependencies): Endpoint[] {
  const shared = {
    path: PATH,
    tag: 'rules',
    access: 'rules:manage',
    parameters: Parameters,
    query: OwnRuleQuery,
  } as const;
  return [
    defineEndpoint(
      {
        ...shared,
        method: 'PATCH',
        operationId: 'changeRule',
        summary: 'Let the rule speak, put it into the shadow, or switch it off.',
        body: OwnRuleChange,
        answers: { 200: json('The rule.', OwnRuleDetail) },
      },
      async ({ parameters, query, body: { state }, caller: { tenantId, actor } }) => {
        const key = keyOf(parameters, query);
        const { body, knowledgeVersion } = await database.asTenant(tenantId, async (tx) => {
          const changed = existing(await setOwnRuleState(tx, key, state, actor));
          const details = { project: key.project, state };
          await appendAuditEvent(tx, { action: 'rule.changed', actor, target: key.ruleId, details });
          const rule = existing(await findOwnRule(tx, key));
          return { ...changed, body: ownDetail(rule, await listOwnRuleVersions(tx, key)) };
        });
        knowledge.learned(tenantId, knowledgeVersion);
        return { status: 200, body };
      },
    ),
    defineEndpoint(
      {
        ...shared,
        method: 'DELETE',
        operationId: 'deleteRule',
        summary: 'Delete the rule with all its versions.',
        answers: { 204: { description: 'It is gone.' } },
      },
      async ({ parameters, query, caller: { tenantId, actor } }) => {
        const key = keyOf(parameters, query);
        const { knowledgeVersion } = await database.asTenant(tenantId, async (tx) => {
          const deleted = existing(await deleteOwnRule(tx, key));
          const details = { project: key.project };
          await appendAuditEvent(tx, { action: 'rule.deleted', actor, target: key.ruleId, details });
          return deleted;
        });
        knowledge.learned(tenantId, knowledgeVersion);
        return { status: 204, body: null };
      },
    ),
  ];
}

function keyOf({ rule_id: ruleId }: { rule_id: string }, { project = '' }: { project?: string }): OwnRuleKey {
  return { ruleId, project };
}

function existing<Found>(found: Found | null): Found {
  if (found === null) throw new AssayError('not_found', { detail: 'There is no such rule of your own.' });
  return found;
}
