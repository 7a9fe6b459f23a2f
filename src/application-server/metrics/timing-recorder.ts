// Times of analyses on their way to the database: kept in memory for a moment and stored in batches, so that no answer waits.
import type { Database, Timing } from '../../database-service/index.ts';
import { saveTimings } from '../../database-service/index.ts';
import type { LineLogger } from '../../monitoring/index.ts';

const FLUSH_MS = 2000;
const BATCH = 500;
/** While the database is away, about 20 MB; what comes beyond that is counted in the log and lost. */
const MOST_WAITING = 100_000;

export interface TimingRecorder {
  /** Never waits and never throws. */
  record(tenantId: string, timing: Timing): void;
  /** Stores what waits; called before the database is closed. */
  finish(): Promise<void>;
}

export function createTimingRecorder(database: Database, logger: LineLogger): TimingRecorder {
  let waiting = new Map<string, Timing[]>();
  let count = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> = Promise.resolve();

  const keep = (tenantId: string, timings: readonly Timing[]) => {
    const room = timings.slice(0, Math.max(0, MOST_WAITING - count));
    dropped += timings.length - room.length;
    count += room.length;
    const known = waiting.get(tenantId);
    if (known === undefined) waiting.set(tenantId, [...room]);
    else known.push(...room);
    timer ??= setTimeout(flush, FLUSH_MS).unref();
  };

  /** What cannot be stored now waits for the next time; a tenant that was erased has no next time. */
  const store = async (tenantId: string, timings: readonly Timing[]) => {
    for (let from = 0; from < timings.length; from += BATCH) {
      const batch = timings.slice(from, from + BATCH);
      try {
        await database.asTenant(tenantId, (tx) => saveTimings(tx, batch));
      } catch (error) {
        if ((error as { code?: string }).code === FOREIGN_KEY_VIOLATION) return;
        logger.warn({ err: error }, 'times of analyses wait until they can be stored');
        keep(tenantId, timings.slice(from));
        return;
      }
    }
  };

  function flush(): void {
    timer = null;
    const taken = waiting;
    waiting = new Map();
    count = 0;
    if (dropped > 0) logger.error({ dropped }, 'times of analyses were lost: the database was away for too long');
    dropped = 0;
    flushing = flushing.then(async () => {
      for (const [tenantId, timings] of taken) await store(tenantId, timings);
    });
  }

  return {
    record: (tenantId, timing) => keep(tenantId, [timing]),
    async finish() {
      flush();
      await flushing;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** SQLSTATE */
const FOREIGN_KEY_VIOLATION = '23503';
