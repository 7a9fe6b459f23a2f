// How each tenant's model fares, looked at when somebody asks and once an hour for `/metrics`, where no tenant is named.
import { LRUCache } from 'lru-cache';
import type { ModelWatch } from '../../contract/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { Metrics } from '../../monitoring/index.ts';
import { DRIFTED, modelWatch } from '../../training-pipeline/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';

export interface ModelWatches {
  /** At most a minute old, and never older than the knowledge version. */
  of(tenantId: string, knowledge: number): Promise<ModelWatch>;
}

const REMEMBERED = 500;
const REMEMBERED_MS = 60_000;
const HOUR_MS = 3_600_000;

export function createModelWatches(database: Database): ModelWatches {
  const known = new LRUCache<string, Promise<ModelWatch>>({ max: REMEMBERED, ttl: REMEMBERED_MS });
  return {
    async of(tenantId, knowledge) {
      const key = `${tenantId} ${knowledge}`;
      const remembered = known.get(key);
      if (remembered !== undefined) return await remembered;
      const fresh = modelWatch(database, tenantId);
      known.set(key, fresh);
      fresh.catch(() => known.delete(key));
      return await fresh;
    },
  };
}

/** Over all tenants: how far the furthest has drifted, and how many have. */
export function modelWatchJob(database: Database, metrics: Pick<Metrics, 'modelsWatched'>): MaintenanceJob {
  return {
    name: 'model-watch',
    everyMs: HOUR_MS,
    async run({ forEachTenant }) {
      const seen = new Map<string, { index: number; tenants: number }>();
      await forEachTenant(async (tenantId) => {
        const { drift } = await modelWatch(database, tenantId);
        for (const [of, { index }] of Object.entries(drift)) {
          if (index === null) continue;
          const known = seen.get(of) ?? { index: 0, tenants: 0 };
          seen.set(of, {
            index: Math.max(known.index, index),
            tenants: known.tenants + Number(index > DRIFTED),
          });
        }
      });
      metrics.modelsWatched(seen);
    },
  };
}
