// Deletes code that no analysis refers to. Deleting an analysis deletes its code; this finds what was missed.
import { type Database, deleteUnreferencedCode } from '../../database-service/index.ts';
import type { MaintenanceJob } from './maintenance-job.ts';

const EVERY_MS = 24 * 60 * 60_000;
/** Younger code may belong to an analysis that is being stored. */
const MINIMUM_AGE_MS = 24 * 60 * 60_000;
const PAGE = 1000;

export function unreferencedCodeJob(database: Database): MaintenanceJob {
  return {
    name: 'unreferenced-code',
    everyMs: EVERY_MS,
    run: ({ forEachTenant, signal }) =>
      forEachTenant(async (tenantId) => {
        const before = new Date(Date.now() - MINIMUM_AGE_MS);
        let after: Buffer | null = null;
        do {
          signal.throwIfAborted();
          const place: { after: Buffer | null; size: number } = { after, size: PAGE };
          const page = await database.asTenant(tenantId, (tx) => deleteUnreferencedCode(tx, before, place));
          after = page.next;
        } while (after !== null);
      }),
  };
}
