// The message of a scan: take the scan under a lease, fetch what is to be fetched, analyse what is left, and end it. A worker that is
// killed leaves what it has stored; another goes on from there.
import { v4 as uuidv4 } from 'uuid';
import {
  findScan,
  findWaitingPath,
  finishScan,
  forgetScanCode,
  renewScanLease,
  returnScan,
  type ScanRecord,
  sizeOfScanCode,
  type TenantTransaction,
  takeScan,
} from '../../../database-service/index.ts';
import { AssayError, type ErrorCode } from '../../../errors.ts';
import type { Delivery } from '../../../message-queue/index.ts';
import type { QueueWork } from '../../queue-work/queue-work.ts';
import { announceScan } from '../../webhooks/messages.ts';
import { toScan } from '../presentation.ts';
import type { ScanSettings } from '../scan-settings.ts';
import type { ScanDependencies } from '../scans.ts';
import { SOURCE_LIMITS } from '../sources/source-limits.ts';
import { fetchScanFiles } from './fetched-files.ts';
import { loadScan } from './loaded-scan.ts';
import { createMemoryBudget, type MemoryBudget } from './memory-budget.ts';
import { runScan } from './scan-run.ts';

/** Of one process at once: each holds its project in memory, and one keeps all analysis threads busy. */
const CONCURRENCY = 2;
/** Begun so often without that anything of it was done, a scan ends whoever takes it. */
const MOST_ATTEMPTS = 4;
/** The lease holds for twenty seconds. */
const BEAT_MS = 5000;

/** What another attempt would only meet again. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['git_refused', 'git_failed', 'scan_failed', 'rate_limited']);
/** Of the installation, not of the scan: it is taken up again as often as need be. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'model_unavailable',
  'overloaded',
  'storage_full',
  'storage_unavailable',
  'queue_unavailable',
  'tenant_moving',
  'shutting_down',
]);

/** What a step of the work is done with. */
export interface ScanTask {
  readonly dependencies: ScanDependencies;
  readonly tenantId: string;
  readonly scan: ScanRecord;
  readonly settings: ScanSettings;
  readonly holder: string;
  /** aborts when the process stops, and when the scan was cancelled or taken by another worker */
  readonly signal: AbortSignal;
  /** the trace of whoever asked for the scan */
  readonly traceparent: string | undefined;
}

/** Thrown when the scan is no longer ours: nothing is to be done about it. */
export class LostScan extends Error {
  constructor() {
    super('The scan has ended or another worker has it.');
  }
}

export function scanWork(dependencies: ScanDependencies): QueueWork {
  const budget = createMemoryBudget(SOURCE_LIMITS.workedOnBytes);
  return { queue: 'scans', concurrency: CONCURRENCY, handle: (delivery) => handle(dependencies, delivery, budget) };
}

async function handle(
  dependencies: ScanDependencies,
  { id, tenantId, signal, traceparent }: Delivery,
  budget: MemoryBudget,
): Promise<void> {
  const { database, logger } = dependencies;
  const holder = uuidv4();
  const taken = await database.asTenant(tenantId, async (tx) => {
    const lease = await takeScan(tx, id, holder);
    return lease === null ? null : { lease, scan: await findScan(tx, id) };
  });
  if (taken === null || taken.scan === null) return;
  const { lease, scan } = taken;
  const lost = new AbortController();
  const task: ScanTask = {
    dependencies,
    tenantId,
    scan,
    settings: scan.settings as ScanSettings,
    holder,
    signal: AbortSignal.any([signal, lost.signal]),
    traceparent,
  };
  const beating = keepLease(task, lost);
  try {
    if (lease.attempts > MOST_ATTEMPTS) await giveUp(task);
    else await work(task, budget);
  } catch (error) {
    await brokeOff(task, error, signal, logger);
  } finally {
    beating.stop();
  }
}

async function work(task: ScanTask, budget: MemoryBudget): Promise<void> {
  const { dependencies, tenantId, scan, signal } = task;
  if (scan.source === 'git' && scan.files === 0) {
    // How large it is nobody knows before.
    const release = await budget.take(SOURCE_LIMITS.totalBytes, signal);
    await fetchScanFiles(task).finally(release);
  }
  const bytes = await dependencies.database.asTenant(tenantId, (tx) => sizeOfScanCode(tx, scan.id));
  const release = await budget.take(bytes, signal);
  try {
    const loaded = await loadScan(task);
    await runScan(task, loaded);
    await end(task, (tx) => finishScan(tx, scan.id, task.holder, { state: 'done', notices: loaded.notices }));
  } finally {
    release();
  }
}

/** What another attempt would only meet again ends the scan; anything else is tried again by the queue. */
async function brokeOff(
  task: ScanTask,
  error: unknown,
  stopping: AbortSignal,
  logger: ScanDependencies['logger'],
): Promise<void> {
  const { dependencies, tenantId, scan, holder } = task;
  const giveBack = (attemptCounts: boolean) =>
    dependencies.database
      .asTenant(tenantId, (tx) => returnScan(tx, scan.id, holder, attemptCounts))
      // Then the lease runs out by itself.
      .catch(() => undefined);
  if (error instanceof LostScan || (task.signal.aborted && !stopping.aborted)) return;
  if (stopping.aborted) {
    await giveBack(false);
    throw error;
  }
  if (error instanceof AssayError && FINAL.has(error.code)) {
    const { code, detail } = error;
    await end(task, (tx) => finishScan(tx, scan.id, holder, { state: 'failed', error: { code, detail, path: null } }));
    return;
  }
  if (error instanceof AssayError && PASSING.has(error.code)) {
    logger.warn({ err: error, scan: scan.id }, 'a scan waits for what is away');
    // The job says of it again. To the queue it is done, since so many deliveries might be needed that it gave the message up.
    await giveBack(false);
    return;
  }
  logger.error({ err: error, scan: scan.id }, 'a scan broke off');
  await giveBack(true);
  throw error;
}

async function giveUp(task: ScanTask): Promise<void> {
  const { dependencies, tenantId, scan, holder } = task;
  const path = await dependencies.database.asTenant(tenantId, (tx) => findWaitingPath(tx, scan.id));
  const detail = `It was begun ${MOST_ATTEMPTS} times and broke off each time before anything was done.`;
  await end(task, (tx) =>
    finishScan(tx, scan.id, holder, { state: 'failed', error: { code: 'scan_failed', detail, path } }),
  );
}

/** The end and what is told of it in one transaction. The code that nothing keeps goes with it. */
async function end(task: ScanTask, finish: (tx: TenantTransaction) => Promise<boolean>): Promise<void> {
  const { dependencies, tenantId, scan, settings } = task;
  await dependencies.database.asTenant(tenantId, async (tx) => {
    if (!(await finish(tx))) throw new LostScan();
    if (settings.store !== 'full') await forgetScanCode(tx, scan.id);
    const ended = await findScan(tx, scan.id);
    if (ended !== null) await announceScan(tx, toScan(ended));
  });
}

/** Shows that somebody works on it, and aborts the work when it is not ours any more. */
function keepLease({ dependencies, tenantId, scan, holder }: ScanTask, lost: AbortController): { stop(): void } {
  const timer = setInterval(() => {
    dependencies.database
      .asTenant(tenantId, (tx) => renewScanLease(tx, scan.id, holder))
      .then((isOurs) => {
        if (!isOurs) lost.abort(new LostScan());
      })
      // The database is away: each step of the work finds out for itself whether the lease still holds.
      .catch(() => undefined);
  }, BEAT_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
