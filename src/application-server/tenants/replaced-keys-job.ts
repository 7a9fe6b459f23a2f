// Seals anew what older data keys sealed, for tenants whose newest key is to replace them, and destroys those.
import type { Database } from '../../database-service/index.ts';
import type { MasterKeys } from '../../security/index.ts';
import type { MaintenanceJob } from '../maintenance/maintenance-job.ts';
import { replaceOlderKeys } from './data-key-rotation.ts';
import type { DataKeys } from './data-keys.ts';

const EVERY_MS = 5 * 60_000;

export function replacedKeysJob(database: Database, masterKeys: MasterKeys, dataKeys: DataKeys): MaintenanceJob {
  return {
    name: 'replaced-keys',
    everyMs: EVERY_MS,
    run: ({ forEachTenant, signal, log }) =>
      forEachTenant(async (tenantId) => {
        const { resealed, destroyed } = await replaceOlderKeys(database, masterKeys, tenantId, signal);
        if (destroyed > 0) dataKeys.forget(tenantId);
        if (resealed > 0 || destroyed > 0)
          log.info({ tenant: tenantId, resealed, destroyed }, 'data keys were replaced');
      }),
  };
}
