// The analyses of a scan: takes over what has not changed, analyses the rest several at a time, and stores what is done in small
// transactions, each with the progress that it is. A report of a file is stored when no analysis is left that could add to it.
import { setTimeout as delay } from 'node:timers/promises';
import {
  noteScanProgress,
  type SavedOutcome,
  type SavedReport,
  saveOutcomes,
} from '../../../database-service/index.ts';
import { AssayError } from '../../../errors.ts';
import { type AnalysisOutcome, createShares } from '../../../model-service/index.ts';
import { gatherFindings } from './findings.ts';
import type { LoadedScan, ScanFile } from './loaded-scan.ts';
import { sealOutcome } from './outcomes.ts';
import { type PreparedReport, type ReportMaker, reportMaker } from './reports.ts';
import { LostScan, type ScanTask } from './scan-work.ts';
import { inStep } from './step.ts';
import { takeOver } from './taken-over.ts';

/** Stored together: a transaction costs about as much as the rows in it. */
const FILES_A_STEP = 64;
/** What is done is shown after so long, however little it is. */
const STEP_MS = 1000;
/** New analyses in one transaction: it holds what triage knows of their defects, and others wait for it. */
const NEW_REPORTS_A_STEP = 32;
/** Reports in one transaction, with those that only say where an earlier analysis is. */
const REPORTS_A_STEP = 1000;

/** Between two times that the model service is asked for one file. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000] as const;

export async function runScan(task: ScanTask, loaded: LoadedScan): Promise<void> {
  const findings = gatherFindings(loaded);
  const maker = reportMaker(task, loaded, findings);
  const waiting = await takeOver(task, loaded, findings);
  await storeReports(task, loaded, maker, findings.takeReady());
  /** what was done since the last step */
  let outcomes: SavedOutcome[] = [];
  let storing: Promise<void> = Promise.resolve();
  const store = (): Promise<void> => {
    const done = outcomes;
    const ready = findings.takeReady();
    if (done.length + ready.length === 0) return storing;
    outcomes = [];
    storing = storing.then(() => storeStep(task, loaded, maker, done, ready));
    // Whoever waits for it is told; meanwhile it must not end the process.
    storing.catch(() => undefined);
    return storing;
  };
  const ended = new AbortController();
  const regularly = storeRegularly(store, ended.signal);
  // When one file breaks the scan off, the others are not analysed to the end.
  const failed = new AbortController();
  const running: ScanTask = { ...task, signal: AbortSignal.any([task.signal, failed.signal]) };
  const lanes = task.dependencies.configuration.analysisThreads;
  const shares = createShares(waiting, lanes);
  const analyse = async (lane: number): Promise<void> => {
    for (let file = shares.next(lane); file !== undefined; file = shares.next(lane)) {
      running.signal.throwIfAborted();
      const { saved, outcome } = await analyseFile(running, loaded, file, lane);
      // Both at once: the step that the outcome is stored with is the earliest that its report can be.
      outcomes.push(saved);
      findings.add(file, outcome);
      if (outcomes.length >= FILES_A_STEP) await store();
    }
  };
  try {
    // Two for each thread, so that none waits while an answer is taken in.
    await Promise.all(Array.from({ length: 2 * lanes }, (_, index) => analyse(index % lanes)));
  } catch (error) {
    failed.abort(error);
    throw error;
  } finally {
    ended.abort();
    await regularly;
  }
  await store();
}

async function storeRegularly(store: () => Promise<void>, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await delay(STEP_MS, undefined, { signal: ended }).catch(() => undefined);
    // What goes wrong is met again by the next step of the work.
    if (!ended.aborted) await store().catch(() => undefined);
  }
}

async function analyseFile(
  { dependencies, tenantId, signal, traceparent }: ScanTask,
  { analyzer, used }: LoadedScan,
  file: ScanFile,
  lane: number,
): Promise<{ readonly saved: SavedOutcome; readonly outcome: AnalysisOutcome | null }> {
  const { prepared } = file;
  const started = performance.now();
  const options = { signal, background: true, lane, ...(traceparent !== undefined && { traceparent }) };
  const { outcome, failure, filesRead } = await patiently(() => analyzer.analyze(file, prepared, options), signal);
  dependencies.metrics.analysisFinished({
    language: outcome?.language.detected ?? 'unknown',
    outcome: outcome === null ? 'analysis_failed' : 'ok',
    model: used.bundle.version,
    seconds: (performance.now() - started) / 1000,
    engineSeconds: outcome === null ? null : outcome.durationMs / 1000,
    issues: outcome?.issues.length ?? 0,
  });
  const fileKey = Buffer.from(prepared.key, 'hex');
  const sealed = outcome === null ? null : await sealOutcome(dependencies.dataKeys, tenantId, outcome);
  return { saved: { position: file.position, fileKey, filesRead, outcome: sealed, error: failure }, outcome };
}

/** Model replicas that are away or full are asked again after growing pauses, for a minute or so; then the error is thrown. */
async function patiently<Answer>(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      const mayPass =
        error instanceof AssayError && (error.code === 'model_unavailable' || error.code === 'overloaded');
      if (!mayPass) throw error;
      await delay(pauseMs, undefined, { signal });
    }
  }
  return await ask();
}

async function storeStep(
  task: ScanTask,
  loaded: LoadedScan,
  maker: ReportMaker,
  outcomes: readonly SavedOutcome[],
  ready: readonly ScanFile[],
): Promise<void> {
  if (outcomes.length > 0) {
    const failed = outcomes.filter(({ error }) => error !== null).length;
    await inStep(task, { analysed: outcomes.length, failed }, (tx) => saveOutcomes(tx, task.scan.id, outcomes));
  }
  await storeReports(task, loaded, maker, ready);
}

async function storeReports(
  task: ScanTask,
  { used }: LoadedScan,
  maker: ReportMaker,
  ready: readonly ScanFile[],
): Promise<void> {
  let group: PreparedReport[] = [];
  const storeGroup = async () => {
    const stored = group;
    group = [];
    if (stored.length === 0) return;
    await task.dependencies.database.asTenant(task.tenantId, async (tx) => {
      const reports: SavedReport[] = [];
      for (const one of stored) reports.push(await one.store(tx));
      const model = { version: used.bundle.version, digest: used.bundle.digest };
      const progress = { analysed: 0, reused: 0, failed: 0, reports, model };
      if (!(await noteScanProgress(tx, task.scan.id, task.holder, progress))) throw new LostScan();
    });
  };
  for (const file of ready) {
    if (file.row.report !== null) continue;
    task.signal.throwIfAborted();
    group.push(await maker(file));
    const added = group.filter(({ isNew }) => isNew).length;
    if (added >= NEW_REPORTS_A_STEP || group.length >= REPORTS_A_STEP) await storeGroup();
  }
  await storeGroup();
}
