// The port of the feature store: what is known of findings by the verdicts of a tenant, asked for when something is ranked.
import type { Database, RankingCounts, RankingEntity } from '../../database-service/index.ts';
import { readRankingCounts } from '../../database-service/index.ts';
import { createFeastClient } from './feast-client.ts';

export interface FeatureStore {
  /** In the order of the entities. */
  countsOf(tenantId: string, entities: readonly RankingEntity[]): Promise<readonly RankingCounts[]>;
}

/** Reads the views themselves. */
export function databaseFeatures(database: Database): FeatureStore {
  return {
    countsOf: (tenantId, entities) => database.asTenant(tenantId, (tx) => readRankingCounts(tx, entities)),
  };
}

/** Feast's server where one is configured, and the database when it does not answer in time. */
export function createFeatureStore(
  database: Database,
  { feastUrl, onFault }: { readonly feastUrl: string | null; readonly onFault: (error: unknown) => void },
): FeatureStore {
  const embedded = databaseFeatures(database);
  if (feastUrl === null) return embedded;
  const feast = createFeastClient(feastUrl);
  return {
    async countsOf(tenantId, entities) {
      try {
        return await feast.countsOf(tenantId, entities);
      } catch (error) {
        onFault(error);
        return await embedded.countsOf(tenantId, entities);
      }
    },
  };
}
