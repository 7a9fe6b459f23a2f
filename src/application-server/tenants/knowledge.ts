// How much each tenant has taught, kept in memory so that a cached answer asks no database.
import { LRUCache } from 'lru-cache';
import { type Database, knowledgeVersion } from '../../database-service/index.ts';

/** Another process may have taught something: look again after this long. The contract allows five seconds. */
const SHARED_TTL_MS = 1000;
const REMEMBERED_TENANTS = 10_000;

export interface Knowledge {
  /** the version of what this tenant has taught */
  version(tenantId: string): Promise<number>;
  /** what this process has just stored; takes effect at once */
  learned(tenantId: string, version: number): void;
}

export function createKnowledge(database: Database): Knowledge {
  // The embedded database belongs to this process alone, so what it wrote itself is all there is to know.
  const ttl = database.backend === 'embedded' ? 0 : SHARED_TTL_MS;
  const versions = new LRUCache<string, number>({ max: REMEMBERED_TENANTS, ttl });
  const asked = new Map<string, Promise<number>>();
  const ask = async (tenantId: string): Promise<number> => {
    try {
      const stored = await database.asTenant(tenantId, knowledgeVersion);
      // A verdict stored while the question was on its way is newer than its answer.
      const version = Math.max(stored, versions.get(tenantId) ?? 0);
      versions.set(tenantId, version);
      return version;
    } finally {
      asked.delete(tenantId);
    }
  };
  return {
    async version(tenantId) {
      const known = versions.get(tenantId);
      if (known !== undefined) return known;
      const pending = asked.get(tenantId) ?? ask(tenantId);
      asked.set(tenantId, pending);
      return await pending;
    },
    learned(tenantId, version) {
      versions.set(tenantId, Math.max(version, versions.get(tenantId) ?? 0));
    },
  };
}
