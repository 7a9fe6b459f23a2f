// What need not be analysed: what an attempt before this one has done, and what an earlier scan knows of files that are the same.
import { dropOutcomes, reuseOutcomes } from '../../../database-service/index.ts';
import type { AnalysisOutcome } from '../../../model-service/index.ts';
import type { Findings } from './findings.ts';
import type { LoadedScan, ScanFile } from './loaded-scan.ts';
import { openOutcome } from './outcomes.ts';
import type { ScanTask } from './scan-work.ts';
import { inStep } from './step.ts';

/** Files that are still to be analysed. What this scan or an earlier one has is put to the findings. */
export async function takeOver(task: ScanTask, loaded: LoadedScan, findings: Findings): Promise<ScanFile[]> {
  const again = await takeOwn(task, loaded, findings);
  const isNew = ({ row }: ScanFile) => row.state === 'waiting';
  const waiting = await takeEarlier(task, loaded, findings, loaded.files.filter(isNew));
  return [...again, ...waiting].sort((one, other) => one.position - other.position);
}

/**
 * What was done before the scan was taken up again. Returns the files whose outcomes are of another version, other rules or another
 * day: one scan gives one version's answers, but for files that were told of already.
 */
async function takeOwn(task: ScanTask, { files }: LoadedScan, findings: Findings): Promise<ScanFile[]> {
  const stale: ScanFile[] = [];
  for (const file of files) {
    const { state, fileKey, outcome } = file.row;
    if (state === 'waiting') continue;
    const known = outcome === null ? null : await openOutcome(task.dependencies.dataKeys, task.tenantId, outcome);
    const holds = fileKey?.toString('hex') === file.prepared.key && (known !== null || state === 'failed');
    if (holds) findings.add(file, known);
    else stale.push(file);
  }
  if (stale.length === 0) return stale;
  const failed = stale.filter(({ row }) => row.state === 'failed').length;
  const reused = stale.filter(({ row }) => row.isReused).length;
  const positions = stale.map(({ position }) => position);
  await inStep(task, { analysed: -stale.length, reused: -reused, failed: -failed }, (tx) =>
    dropOutcomes(tx, task.scan.id, positions),
  );
  return stale;
}

async function takeEarlier(
  task: ScanTask,
  { analyzer, earlier }: LoadedScan,
  findings: Findings,
  files: readonly ScanFile[],
): Promise<ScanFile[]> {
  const waiting: ScanFile[] = [];
  const reused: { file: ScanFile; earlierPosition: number; outcome: AnalysisOutcome }[] = [];
  for (const file of files) {
    const known = earlier?.files.get(file.path);
    const holds =
      known?.fileKey?.toString('hex') === file.prepared.key &&
      known.filesRead !== null &&
      analyzer.holds(known.filesRead);
    const sealed = holds ? known.outcome : null;
    const outcome = sealed === null ? null : await openOutcome(task.dependencies.dataKeys, task.tenantId, sealed);
    if (known === undefined || outcome === null) waiting.push(file);
    else reused.push({ file, earlierPosition: known.position, outcome });
  }
  for (const { file, outcome } of reused) findings.add(file, outcome);
  if (reused.length > 0 && earlier !== null) {
    const taken = reused.map(({ file, earlierPosition }) => ({ position: file.position, earlierPosition }));
    await inStep(task, { analysed: taken.length, reused: taken.length }, (tx) =>
      reuseOutcomes(tx, task.scan.id, earlier.id, taken),
    );
  }
  return waiting;
}
