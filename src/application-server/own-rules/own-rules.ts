// The rules of a tenant's own that speak in an analysis, kept for as long as the tenant teaches nothing new.
import { LRUCache } from 'lru-cache';
import { type Database, listOwnRuleDefinitions, type OwnRuleKey } from '../../database-service/index.ts';
import { type OwnDocument, type OwnDocuments, ownDocuments } from '../../model-service/index.ts';

/** UTF-16 units of rules kept in memory, of all tenants. */
const KEPT_LENGTH = 64 * 2 ** 20;
/** What a tenant without rules counts. */
const LEAST_LENGTH = 1000;

export interface EnforcedRules {
  readonly documents: OwnDocuments;
  /** ids of all rules of the tenant, whether they speak here or not */
  readonly known: readonly string[];
}

export interface OwnRules {
  /** The enforced rules of the tenant and the project at this knowledge version; null where the tenant has none at all. */
  enforced(tenantId: string, project: string | null, knowledgeVersion: number): Promise<EnforcedRules | null>;
}

type Definition = Awaited<ReturnType<typeof listOwnRuleDefinitions>>[number];

interface TenantRules {
  readonly knowledgeVersion: number;
  readonly definitions: readonly Definition[];
  /** by project, as far as they were asked for; projects without rules of their own share the tenant's */
  readonly byProject: Map<string, EnforcedRules>;
}

export function createOwnRules(database: Database): OwnRules {
  const tenants = new LRUCache<string, TenantRules>({
    maxSize: KEPT_LENGTH,
    sizeCalculation: ({ definitions }) =>
      LEAST_LENGTH + definitions.reduce((sum, { definition }) => sum + definition.length, 0),
  });
  const rulesOf = async (tenantId: string, knowledgeVersion: number): Promise<TenantRules> => {
    const known = tenants.get(tenantId);
    if (known?.knowledgeVersion === knowledgeVersion) return known;
    const definitions = await database.asTenant(tenantId, listOwnRuleDefinitions);
    const read = { knowledgeVersion, definitions, byProject: new Map<string, EnforcedRules>() };
    tenants.set(tenantId, read);
    return read;
  };
  return {
    async enforced(tenantId, project, knowledgeVersion) {
      const { definitions, byProject } = await rulesOf(tenantId, knowledgeVersion);
      if (definitions.length === 0) return null;
      const own = definitions.some((rule) => rule.project === project) ? (project ?? '') : '';
      const enforced = byProject.get(own) ?? {
        documents: ownDocuments(speaking(definitions, own).map(documentOf), []),
        known: [...new Set(definitions.map(({ ruleId }) => ruleId))],
      };
      byProject.set(own, enforced);
      return enforced;
    },
  };
}

/** A project's rule stands in for the tenant's of the same id, unless it is only tried. */
function speaking(rules: readonly Definition[], project: string): Definition[] {
  const byId = new Map<string, Definition>();
  for (const rule of rules) if (rule.project === '') byId.set(rule.ruleId, rule);
  const ofProject = project === '' ? [] : rules.filter((rule) => rule.project === project && rule.state !== 'shadow');
  for (const rule of ofProject) byId.set(rule.ruleId, rule);
  return [...byId.values()].filter(({ state }) => state === 'enforced');
}

/** A rule as the model service takes it; its name in messages is its id. */
export function documentOf({ ruleId, project, definition }: OwnRuleKey & { readonly definition: string }): OwnDocument {
  const query = project === '' ? '' : `?project=${encodeURIComponent(project)}`;
  return { name: ruleId, text: definition, helpUrl: `/api/v1/rules/${encodeURIComponent(ruleId)}${query}` };
}
