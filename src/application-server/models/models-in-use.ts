// Which bundles answer a tenant's requests: the champion, and of a rollout the challenger for its share. Kept in memory, so that a
// request asks no database; a bundle that is damaged is never used, and the champion serves on.
import { LRUCache } from 'lru-cache';
import type { Database } from '../../database-service/index.ts';
import type { ModelBundle } from '../../model-service/index.ts';
import type { LineLogger } from '../../monitoring/index.ts';
import { type ArmRequest, loadTenantModels, placeInRollout, type TenantModels } from '../../training-pipeline/index.ts';

export interface ModelInUse {
  readonly bundle: ModelBundle;
  readonly variant: 'champion' | 'challenger';
  /** the rollout that runs meanwhile */
  readonly rollout: TenantModels['rollout'];
}

export interface ModelsInUse {
  /** All that may answer this tenant. */
  of(tenantId: string): Promise<TenantModels>;
  /** Which answers this request; `wanted` is a version, a digest, `champion`, `challenger` or null. */
  choose(request: ArmRequest, wanted: string | null): Promise<ModelInUse>;
  /** Something has changed here; other processes notice within a second. */
  changed(tenantId: string): void;
}

/** Another process may have changed it. */
const SHARED_TTL_MS = 1000;
const REMEMBERED_TENANTS = 10_000;

export function createModelsInUse(database: Database, logger: LineLogger): ModelsInUse {
  // The embedded database belongs to this process alone.
  const ttl = database.backend === 'embedded' ? 0 : SHARED_TTL_MS;
  const known = new LRUCache<string, TenantModels>({ max: REMEMBERED_TENANTS, ttl });
  const asked = new Map<string, Promise<TenantModels>>();
  const load = async (tenantId: string): Promise<TenantModels> => {
    const { models, faults } = await loadTenantModels(database, tenantId);
    for (const fault of faults) logger.error({ tenant: tenantId, fault }, 'a model cannot be used');
    return models;
  };
  const ask = (tenantId: string): Promise<TenantModels> => {
    // What changed while it was read is read again by whoever asks next, and that newer reading alone is remembered.
    const isNewest = () => asked.get(tenantId) === mine;
    const mine: Promise<TenantModels> = load(tenantId)
      .then((models) => {
        if (isNewest()) known.set(tenantId, models);
        return models;
      })
      .finally(() => {
        if (isNewest()) asked.delete(tenantId);
      });
    asked.set(tenantId, mine);
    return mine;
  };
  const of = async (tenantId: string): Promise<TenantModels> =>
    known.get(tenantId) ?? (await (asked.get(tenantId) ?? ask(tenantId)));
  return {
    of,
    async choose(request, wanted) {
      const { champion, rollout } = await of(request.tenantId);
      const first: ModelInUse = { bundle: champion, variant: 'champion', rollout };
      if (rollout === null) return first;
      const challenger: ModelInUse = { bundle: rollout.challenger, variant: 'challenger', rollout };
      const { version, digest } = rollout.challenger;
      if (wanted !== null && [version, digest, 'challenger'].includes(wanted)) return challenger;
      if (wanted !== null && [champion.version, champion.digest, 'champion'].includes(wanted)) return first;
      if (rollout.share === 0) return first;
      return placeInRollout(rollout.id, rollout.unit, request) < rollout.share ? challenger : first;
    },
    changed(tenantId) {
      known.delete(tenantId);
      asked.delete(tenantId);
    },
  };
}
