// The rules of a tenant's own that speak in an analysis, kept for as long as the tenant teaches nothing new.
import { LRUCache } from 'lru-cache';
import { type Database, listOwnRules, type OwnRuleRecord } from '../../database-service/index.ts';
import { type OwnDocument, type OwnDocuments, ownDocuments } from '../../model-service/index.ts';

const REMEMBERED = 2000;

export interface OwnRules {
  /** The enforced rules of the tenant and the project at this knowledge version. */
  enforced(tenantId: string, project: string | null, knowledgeVersion: number): Promise<OwnDocuments>;
}

export function createOwnRules(database: Database): OwnRules {
  const known = new LRUCache<string, OwnDocuments>({ max: REMEMBERED });
  return {
    async enforced(tenantId, project, knowledgeVersion) {
      const key = JSON.stringify([tenantId, project, knowledgeVersion]);
      const before = known.get(key);
      if (before !== undefined) return before;
      const rules = await database.asTenant(tenantId, (tx) => listOwnRules(tx, project ?? ''));
      const documents = ownDocuments(speaking(rules).map(documentOf), []);
      known.set(key, documents);
      return documents;
    },
  };
}

/** A project's rule stands in for the tenant's of the same id. */
function speaking(rules: readonly OwnRuleRecord[]): OwnRuleRecord[] {
  const byId = new Map<string, OwnRuleRecord>();
  for (const rule of rules) {
    if (byId.get(rule.ruleId)?.project) continue;
    byId.set(rule.ruleId, rule);
  }
  return [...byId.values()].filter(({ state }) => state === 'enforced');
}

/** A rule as the model service takes it; its name in messages is its id. */
export const documentOf = ({ ruleId, definition }: Pick<OwnRuleRecord, 'ruleId' | 'definition'>): OwnDocument => ({
  name: ruleId,
  text: definition,
});
