// The report of one file of a scan: an analysis as any other, stored with its issues; or the one that an earlier scan stored, when
// it would be the same.
import { createHash } from 'node:crypto';
import { SEVERITIES } from '../../../contract/index.ts';
import type { SavedReport, ScanFileRecord, TenantTransaction } from '../../../database-service/index.ts';
import type { AnalysisOutcome } from '../../../model-service/index.ts';
import { conclude, inChosenLanguages, rank } from '../../analyze/conclusion.ts';
import type { Submission } from '../../analyze/submission.ts';
import type { Findings } from './findings.ts';
import type { LoadedScan, ScanFile } from './loaded-scan.ts';
import type { ScanTask } from './scan-work.ts';

type Report = SavedReport;
type StoreReport = (tx: TenantTransaction) => Promise<Report>;

/** What could be done before the transaction is done; the rest is done in it. */
export interface PreparedReport {
  /** whether it is an analysis that is to be stored */
  readonly isNew: boolean;
  readonly store: StoreReport;
}

export type ReportMaker = (file: ScanFile) => Promise<PreparedReport>;

const NO_COUNTS = [0, 0, 0, 0, 0] as const;

export function reportMaker(task: ScanTask, loaded: LoadedScan, findings: Findings): ReportMaker {
  const { settings, scan } = task;
  const fixed = [settings, scan.project, scan.repository, scan.ref, loaded.used.bundle.digest, loaded.used.variant];
  const settingsKey = createHash('sha256').update(JSON.stringify(fixed)).digest('hex');
  return async (file) => {
    const identified = findings.outcomeOf(file.path);
    if (identified === null) return { isNew: false, store: async () => failedReport(file) };
    const outcome = { ...identified, issues: findings.issuesOf(file.path) };
    const reportKey = keyOf(settingsKey, loaded, file, outcome);
    const known = loaded.earlier?.files.get(file.path);
    const isSame = known?.reportKey?.equals(reportKey) === true && loaded.earlier?.overtaken.has(file.path) === false;
    if (isSame && known.analysisId !== null) {
      return { isNew: false, store: async () => earlierReport(file, reportKey, known) };
    }
    return { isNew: true, store: await newReport(task, loaded, file, { outcome, reportKey }) };
  };
}

/** Everything that the stored analysis says or depends on. What was taught changes only what has issues. */
function keyOf(settingsKey: string, loaded: LoadedScan, { digest, path }: ScanFile, outcome: AnalysisOutcome): Buffer {
  const { durationMs: _, filesRead: __, explanations: ___, ...said } = outcome;
  const knowledge = outcome.issues.length === 0 ? null : loaded.knowledgeVersion;
  const parts = [settingsKey, digest, path, knowledge, loaded.baseline.get(path) ?? null, said];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function failedReport({ position }: ScanFile): Report {
  return { position, reportKey: null, analysisId: null, issueCounts: NO_COUNTS, suppressedCount: 0 };
}

/** The same as an earlier scan said: its analysis is told of again, and nothing is stored twice. */
function earlierReport({ position }: ScanFile, reportKey: Buffer, known: ScanFileRecord): Report {
  const { analysisId, issueCounts, suppressedCount } = known;
  return { position, reportKey, analysisId, issueCounts, suppressedCount };
}

async function newReport(
  { dependencies, tenantId, scan, settings }: ScanTask,
  { used, knowledgeVersion, baseline }: LoadedScan,
  file: ScanFile,
  { outcome, reportKey }: { readonly outcome: AnalysisOutcome; readonly reportKey: Buffer },
): Promise<StoreReport> {
  const { code, path, position, row } = file;
  const { enabledRules, disabledRules, preferences, store, notifications } = settings;
  const submission: Submission = {
    job: { code, path, files: [], declaredLanguage: null, enabledRules, disabledRules },
    repository: scan.repository,
    project: scan.project,
    ref: scan.ref,
    baselineAnalysisId: baseline.get(path) ?? null,
    model: null,
    preferences,
    store,
    dataMode: 'standard',
    notifications,
    notices: [],
  };
  const chosen = inChosenLanguages(outcome, submission);
  const ranked = await rank(dependencies, submission, { tenantId, used }, chosen, knowledgeVersion);
  const kept = store === 'full' && row.address !== null ? { address: row.address, ciphertext: null } : null;
  return async (tx) => {
    const answer = await conclude(tx, {
      submission,
      used,
      requestId: scan.id,
      durationMs: outcome.durationMs,
      code: kept,
      ...ranked,
    });
    const issueCounts = SEVERITIES.map((one) => answer.issues.filter(({ severity }) => severity === one).length);
    return {
      position,
      reportKey,
      analysisId: answer.analysis_id,
      issueCounts,
      suppressedCount: answer.suppressed_count,
    };
  };
}
