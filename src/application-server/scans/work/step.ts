// A step of the work on a scan: what is stored, the progress that it is, and the lease, in one transaction.
import { noteScanProgress, type TenantTransaction } from '../../../database-service/index.ts';
import { LostScan, type ScanTask } from './scan-work.ts';

/** Does something and notes the progress that it is. Throws LostScan when the lease is lost: then neither was done. */
export async function inStep(
  task: ScanTask,
  done: { readonly analysed: number; readonly reused?: number; readonly failed?: number },
  work: (tx: TenantTransaction) => Promise<void>,
): Promise<void> {
  const { reused = 0, failed = 0, analysed } = done;
  await task.dependencies.database.asTenant(task.tenantId, async (tx) => {
    await work(tx);
    const progress = { analysed, reused, failed, reports: [], model: null };
    const isOurs = await noteScanProgress(tx, task.scan.id, task.holder, progress);
    if (!isOurs) throw new LostScan();
  });
}
