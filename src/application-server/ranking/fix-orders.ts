// Which fixes each tenant takes, learned from the outcomes that it has reported, and remembered until it teaches something new.
import { LRUCache } from 'lru-cache';
import {
  type Database,
  findPreferences,
  knowledgeVersion,
  listSuggestionOutcomes,
  type SuggestionOutcomeRecord,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { type FixAcceptance, learnFixAcceptance } from '../../model-service/index.ts';

export interface FixOrders {
  /** Knows at least what the tenant had taught at this version; null: fixes keep their fixed order. */
  of(tenantId: string, atLeast: number): Promise<FixAcceptance | null>;
  /** As it was at a version; what was deleted since is missing. */
  at(tenantId: string, version: number): Promise<FixAcceptance | null>;
}

interface Remembered {
  readonly version: number;
  readonly acceptance: FixAcceptance | null;
}

const REMEMBERED_TENANTS = 1000;

export function createFixOrders(database: Database): FixOrders {
  const tenants = new LRUCache<string, Remembered>({ max: REMEMBERED_TENANTS });
  return {
    async of(tenantId, atLeast) {
      // Nobody has taught anything yet.
      if (atLeast === 0) return null;
      const known = tenants.get(tenantId);
      if (known !== undefined && known.version >= atLeast) return known.acceptance;
      const read = await database.asTenant(tenantId, async (tx) => ({
        version: await knowledgeVersion(tx),
        acceptance: await learnedFrom(tx, await listSuggestionOutcomes(tx)),
      }));
      tenants.set(tenantId, read);
      return read.acceptance;
    },
    at: (tenantId, version) =>
      database.asTenant(tenantId, async (tx) => learnedFrom(tx, await listSuggestionOutcomes(tx, version))),
  };
}

async function learnedFrom(
  tx: TenantTransaction,
  records: readonly SuggestionOutcomeRecord[],
): Promise<FixAcceptance | null> {
  if (records.length === 0) return null;
  const [tenant] = await findPreferences(tx, [{ scope: 'tenant', subject: '' }]);
  const counted = tenant?.values.learn_from_services ? records : records.filter(({ isService }) => !isService);
  return learnFixAcceptance(
    counted.map(({ actor, ruleId, template, size, source, outcome }) => {
      return { voter: actor, ruleId, template, size, source, outcome };
    }),
  );
}
