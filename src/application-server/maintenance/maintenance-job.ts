// What a maintenance job is: work that nobody waits for, done again and again by one replica at a time.
import type { Database } from '../../database-service/index.ts';
import type { LineLogger } from '../../monitoring/index.ts';

export interface MaintenanceJob {
  /** names its row, its log lines and its metrics; kebab-case */
  readonly name: string;
  /** from the start of one run to the start of the next; however many were missed, one run makes up for them */
  readonly everyMs: number;
  /**
   * Does the work in small transactions and throws when it fails, which is logged and tried again later. Whatever was
   * done may be done again: a run may be cut short, and rarely, after a pause of the whole process, run twice at once.
   */
  run(context: MaintenanceContext): Promise<void>;
}

export interface MaintenanceContext {
  /** aborts when the process stops or has lost the job: look at it between two transactions */
  readonly signal: AbortSignal;
  readonly log: LineLogger;
  /**
   * Calls `work` for one tenant after the other. A tenant that fails is logged and does not keep the others waiting;
   * at the end the run counts as failed. Ends early, by throwing, when the signal aborts.
   */
  forEachTenant(work: (tenantId: string) => Promise<void>): Promise<void>;
}

const TENANTS_A_PAGE = 500;

export function createMaintenanceContext(database: Database, signal: AbortSignal, log: LineLogger): MaintenanceContext {
  return {
    signal,
    log,
    async forEachTenant(work) {
      let failed = 0;
      for await (const tenantId of tenantIds(database)) {
        signal.throwIfAborted();
        try {
          await work(tenantId);
        } catch (error) {
          signal.throwIfAborted();
          failed++;
          log.error({ err: error, tenant: tenantId }, 'maintenance of a tenant failed');
        }
      }
      if (failed > 0) throw new Error(`Maintenance failed for ${failed} tenants; each was logged.`);
    },
  };
}

async function* tenantIds(database: Database): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const page: readonly string[] = await database.listTenantIds(after, TENANTS_A_PAGE);
    yield* page;
    after = page.at(-1) ?? null;
    if (after === null) return;
  }
}
