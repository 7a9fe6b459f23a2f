// Runs the files through the model service, several at a time, and keeps what the user wants to see of each answer.
import { type Issue, type Notice, SEVERITIES, type Severity } from '../contract/index.ts';
import { AssayError } from '../errors.ts';
import {
  createModelService,
  type IdentifiedExplanation,
  type IdentifiedIssue,
  type IdentifiedSuppression,
  type ModelService,
} from '../model-service/index.ts';
import { createNeighbourhood } from './context-files.ts';
import type { ExplanationQuery } from './explanation-report.ts';
import { countSkip, readSource, type SkipCounts, type SourceFile, type SourceText } from './source-files.ts';

export interface RunOptions {
  readonly language: string | null;
  readonly enabledRules: readonly string[] | null;
  readonly disabledRules: readonly string[];
  readonly minimumSeverity: Severity;
  readonly minimumConfidence: number;
  /** YYYY-MM-DD */
  readonly today: string;
  readonly explain?: ExplanationQuery;
  /** bounds of the model service; with 0 threads it works in this one, without a deadline */
  readonly threads: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** A finding as it goes on the wire; nothing is stored, so it has no id. */
export type FoundIssue = Omit<Issue, 'id'> & {
  /** YYYY-MM-DD: of known ones, by the baseline */
  readonly first_seen?: string;
};

export interface FileReport {
  readonly path: string;
  readonly code: string;
  readonly language: { readonly id: string; readonly confidence: number } | null;
  readonly issues: readonly FoundIssue[];
  readonly suppressedCount: number;
  readonly suppressions: readonly IdentifiedSuppression[];
  readonly explanations: readonly IdentifiedExplanation[];
  readonly notices: readonly Notice[];
  /** why the file could not be analysed */
  readonly failure: string | null;
}

export interface RunReport {
  readonly model: { readonly version: string; readonly digest: string };
  /** in the order of the files given; without those that were skipped */
  readonly files: readonly FileReport[];
}

/** Neighbours by path, so that frames and traces can show their lines too. */
export type ReadText = (file: SourceFile) => SourceText;

const readFromDisk: ReadText = ({ file }) => (file === null ? { reason: 'unreadable' } : readSource(file));

/** Analyses all files. A file that fails is reported in its place; it does not fail the others. */
export async function runAnalyses(
  files: readonly SourceFile[],
  options: RunOptions,
  { skipped, onProgress, readText = readFromDisk }: RunHooks,
): Promise<RunReport> {
  const threads = Math.min(options.threads, Math.max(1, files.length));
  const { timeoutMs, memoryMb } = options;
  const service = createModelService({ threads, timeoutMs, memoryMb, maxQueue: threads * 4 + 4 });
  const neighbourhood = createNeighbourhood(files);
  const reports: (FileReport | null)[] = files.map(() => null);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index];
      if (file === undefined) break;
      const source = readText(file);
      if ('code' in source) {
        const context = neighbourhood.contextOf(file, source.code);
        reports[index] = await analyzeFile(service, file, source.code, context, options);
      } else if (file.named) {
        reports[index] = failed(file.path, '', `The file is ${source.reason}.`);
      } else {
        countSkip(skipped, source.reason);
      }
      onProgress(++done, files.length);
    }
  };
  try {
    // one more than threads, so that none waits while a file is read
    await Promise.all(Array.from({ length: threads + 1 }, work));
  } finally {
    await service.close();
  }
  const { version, digest } = service.bundle;
  return { model: { version, digest }, files: reports.filter((report) => report !== null) };
}

interface RunHooks {
  /** counted up for each file that turns out not to be source text */
  readonly skipped: SkipCounts;
  readonly onProgress: (done: number, total: number) => void;
  readonly readText?: ReadText;
}

async function analyzeFile(
  service: ModelService,
  { path }: SourceFile,
  code: string,
  context: readonly { readonly path: string; readonly code: string }[],
  options: RunOptions,
): Promise<FileReport> {
  try {
    const outcome = await service.analyze({
      code,
      path,
      files: context,
      declaredLanguage: options.language,
      enabledRules: options.enabledRules,
      disabledRules: options.disabledRules,
      today: options.today,
      ...(options.explain !== undefined && { explain: options.explain }),
    });
    const wanted = outcome.issues.filter((issue) => isWanted(issue, options));
    const issues = wanted.filter((issue) => issue.suppressedBy === null);
    return {
      path,
      code,
      language: { id: outcome.language.id, confidence: outcome.language.confidence },
      issues: issues.map(toFound),
      suppressedCount: wanted.length - issues.length,
      suppressions: outcome.suppressions,
      explanations: outcome.explanations,
      notices: outcome.notices,
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return failed(path, code, error.detail);
  }
}

function failed(path: string, code: string, failure: string): FileReport {
  return {
    path,
    code,
    language: null,
    issues: [],
    suppressedCount: 0,
    suppressions: [],
    explanations: [],
    notices: [],
    failure,
  };
}

function isWanted(issue: IdentifiedIssue, { minimumSeverity, minimumConfidence }: RunOptions): boolean {
  if (issue.confidence < minimumConfidence) return false;
  return SEVERITIES.indexOf(issue.severity) <= SEVERITIES.indexOf(minimumSeverity);
}

function toFound(issue: IdentifiedIssue): FoundIssue {
  return {
    fingerprint: issue.fingerprint,
    rule_id: issue.ruleId,
    message: issue.message,
    severity: issue.severity,
    category: issue.category,
    confidence: issue.confidence,
    cwe: [...issue.cwe],
    location: issue.location,
    within: issue.within,
    trace: [...issue.trace],
    suggestions: [...issue.suggestions],
    state: 'new',
    help_url: `/rules/${issue.ruleId}`,
  };
}
