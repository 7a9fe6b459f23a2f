// Runs the files through the model service, several at a time, and keeps what the user wants to see of each answer.
import { type Issue, type Notice, SEVERITIES, type Severity } from '../contract/index.ts';
import {
  createModelService,
  createProject,
  createShares,
  type IdentifiedExplanation,
  type IdentifiedIssue,
  type IdentifiedSuppression,
  issuesByPlace,
  type ModelService,
  type OwnDocuments,
  type RuleProblem,
} from '../model-service/index.ts';
import { type Answer, cachedAnalysis, type OpenFile } from './cached-analysis.ts';
import type { ExplanationQuery } from './explanation-report.ts';
import { type ReadSource, readSources } from './project-sources.ts';
import { NO_RESULT_CACHE, type ResultCache } from './result-cache.ts';
import { countSkip, readSource, type SkipCounts, type SourceFile, type SourceText } from './source-files.ts';

export interface RunOptions {
  readonly language: string | null;
  readonly enabledRules: readonly string[] | null;
  readonly disabledRules: readonly string[];
  /** rules and facts of the user's own */
  readonly own?: OwnDocuments;
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
  /** what comments in the code hide, as far as it was looked for here */
  readonly suppressed: readonly IdentifiedIssue[];
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
  /** answers about analysed files that were taken from the cache */
  readonly reused: number;
  /** what could not be read of own rules and facts */
  readonly ruleProblems: readonly RuleProblem[];
}

/** The notice of a file for whose language there is no analyser. */
export const UNSUPPORTED_LANGUAGE = 'language_not_supported';

export const isUnsupported = ({ notices }: Pick<FileReport, 'notices'>): boolean =>
  notices.some(({ code }) => code === UNSUPPORTED_LANGUAGE);

export type ReadText = (file: SourceFile) => SourceText;

const readFromDisk: ReadText = ({ file }) => (file === null ? { reason: 'unreadable' } : readSource(file));

interface RunHooks {
  /** counted up for each file that turns out not to be source text */
  readonly skipped: SkipCounts;
  readonly onProgress: (done: number, total: number) => void;
  readonly readText?: ReadText;
  readonly cache?: ResultCache;
}

/**
 * MiB for young objects of an analysis thread. What a project's files are analysed with outlives many small collections: each
 * of them copies it once more, and what it moves among the old objects makes those be collected all the time.
 */
const YOUNG_GENERATION_MB = 96;

/** Another thread takes some seconds of processor time to start: so many files make up for it. */
const FILES_FOR_A_THREAD = 40;

/** Analyses all files as one project. A file that fails is reported in its place; it does not fail the others. */
export async function runAnalyses(
  files: readonly SourceFile[],
  options: RunOptions,
  { skipped, onProgress, readText = readFromDisk, cache = NO_RESULT_CACHE }: RunHooks,
): Promise<RunReport> {
  const read = readSources(files, readText);
  const sources = read.filter((source) => 'code' in source);
  const project = createProject(sources, cache);
  const { timeoutMs, memoryMb } = options;
  const service = createModelService({
    threads: Math.min(options.threads, Math.max(1, sources.length)),
    timeoutMs,
    memoryMb,
    maxQueue: options.threads * 4 + 4,
    youngMb: YOUNG_GENERATION_MB,
    startsLate: true,
  });
  // Something will have to be analysed: a thread loads while the cache is asked for the rest.
  if (project.hasChanged) service.ready(1).catch(() => undefined);
  const { ask, analyze } = cachedAnalysis(service, project, cache, options);
  const answers = new Map<string, Answer>();
  let done = 0;
  const answered = (path: string, answer: Answer): void => {
    answers.set(path, answer);
    onProgress(++done, files.length);
  };
  while (done < files.length - sources.length) onProgress(++done, files.length);
  try {
    // Once for the run: every answer tells of them again.
    const checked = options.own === undefined ? null : await service.checkDocuments(options.own, { lane: 0 });
    const open: OpenFile[] = [];
    for (const source of sources) {
      const found = ask(source);
      if ('source' in found) open.push(found);
      else answered(source.path, found);
    }
    const lanes = Math.min(Math.max(1, options.threads), Math.ceil(open.length / FILES_FOR_A_THREAD));
    const shares = createShares(open, lanes);
    const work = async (lane: number): Promise<void> => {
      for (let file = shares.next(lane); file !== undefined; file = shares.next(lane))
        answered(file.source.path, await analyze(file, lane));
    };
    // Two for each thread, so that none waits while an answer is taken in; where fewer will do, a second would start one more.
    const atOnce = lanes < options.threads ? 1 : 2;
    await Promise.all(Array.from({ length: atOnce * lanes }, (_, index) => work(index % lanes)));
    project.keep();
    return reportOf(service, { read, answers, options, skipped }, checked?.problems ?? []);
  } finally {
    cache.close();
    await service.close();
  }
}

interface Run {
  readonly read: readonly ReadSource[];
  readonly answers: ReadonlyMap<string, Answer>;
  readonly options: RunOptions;
  readonly skipped: SkipCounts;
}

function reportOf({ bundle }: ModelService, run: Run, ruleProblems: readonly RuleProblem[]): RunReport {
  const { version, digest } = bundle;
  const reused = [...run.answers.values()].filter(
    ({ isReused, outcome }) => isReused && outcome !== null && !isUnsupported(outcome),
  ).length;
  return { model: { version, digest }, files: reportsOf(run), reused, ruleProblems };
}

/** Reports in the order of the files; what was found in another file than the one analysed is told with that one. */
function reportsOf({ read, answers, options, skipped }: Run): FileReport[] {
  const found = new Map(read.map(({ file }) => [file.path, answers.get(file.path)?.outcome?.issues ?? []] as const));
  const placed = issuesByPlace(found);
  return read.flatMap((source) => {
    const { path, named } = source.file;
    if (!('code' in source)) {
      if (named) return failed(path, '', `The file is ${source.reason}.`);
      countSkip(skipped, source.reason);
      return [];
    }
    const { outcome = null, failure = null } = answers.get(path) ?? {};
    if (outcome === null) return failed(path, source.code, failure ?? 'The file was not analysed.');
    const wanted = (placed.get(path) ?? []).filter((issue) => isWanted(issue, options));
    const issues = wanted.filter((issue) => issue.suppressedBy === null);
    const suppressed = wanted.filter((issue) => issue.suppressedBy !== null);
    return {
      path,
      code: source.code,
      language: { id: outcome.language.id, confidence: outcome.language.confidence },
      issues: issues.map(toFound),
      suppressedCount: suppressed.length,
      suppressed,
      suppressions: outcome.suppressions,
      explanations: outcome.explanations,
      notices: outcome.notices.filter(({ code }) => code !== 'rule_refused'),
      failure: null,
    };
  });
}

function failed(path: string, code: string, failure: string): FileReport {
  return {
    path,
    code,
    language: null,
    issues: [],
    suppressedCount: 0,
    suppressed: [],
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
    help_url: issue.helpUrl,
  };
}
