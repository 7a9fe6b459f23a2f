// The analysis of one file of a project, or what an earlier run found when nothing that it depends on has changed.
import { createHash } from 'node:crypto';
import { AssayError } from '../errors.ts';
import type { AnalysisOutcome, JobFile, ModelService } from '../model-service/index.ts';
import type { RunOptions } from './analysis-run.ts';
import type { Project, ProjectSource } from './project-sources.ts';
import type { ResultCache } from './result-cache.ts';

export interface Answer {
  readonly outcome: AnalysisOutcome | null;
  /** why there is none */
  readonly failure: string | null;
  readonly isReused: boolean;
}

/** What is kept: the answer, and the content of the neighbours that it depends on. */
interface Entry {
  readonly outcome: AnalysisOutcome;
  readonly read: readonly (readonly [path: string, digest: string])[];
}

/**
 * Analyses files, asking the cache first. A key holds everything that decides an answer but the neighbours' contents:
 * the bundle, the rules, the file, the paths of its neighbours. Of their contents only those count that were read.
 */
export function cachedAnalysis(
  service: ModelService,
  project: Project,
  cache: ResultCache,
  options: RunOptions,
): (source: ProjectSource) => Promise<Answer> {
  const { language, enabledRules, disabledRules, explain = null, own } = options;
  const day = project.hasDates ? options.today : null;
  const fixed = JSON.stringify([
    service.bundle.digest,
    language,
    enabledRules,
    disabledRules,
    explain,
    day,
    own?.digest,
  ]);
  return async (source) => {
    const files = project.contextOf(source.file.path);
    const key = keyOf(fixed, source, files);
    const known = entryOf(cache.get(key));
    if (known?.read.every(([path, digest]) => project.digestOf(path) === digest))
      return { outcome: known.outcome, failure: null, isReused: true };
    const answer = await analyze(service, source, files, options);
    const read = answer.outcome?.filesRead ?? null;
    if (answer.outcome !== null && read !== null) {
      const entry: Entry = { outcome: answer.outcome, read: read.map((path) => [path, project.digestOf(path) ?? '']) };
      cache.set(key, JSON.stringify(entry));
    }
    return answer;
  };
}

function keyOf(fixed: string, { file, digest }: ProjectSource, files: readonly JobFile[]): string {
  const parts = [fixed, file.path, digest, ...files.map(({ path }) => path)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The cache checks that an entry is whole; its layout is part of what the bundle and the cache are named by. */
function entryOf(text: string | null): Entry | null {
  return text === null ? null : (JSON.parse(text) as Entry);
}

async function analyze(
  service: ModelService,
  { file, code }: ProjectSource,
  files: readonly JobFile[],
  options: RunOptions,
): Promise<Answer> {
  try {
    const outcome = await service.analyze({
      code,
      path: file.path,
      files,
      declaredLanguage: options.language,
      enabledRules: options.enabledRules,
      disabledRules: options.disabledRules,
      today: options.today,
      ...(options.explain !== undefined && { explain: options.explain }),
      ...(options.own !== undefined && { own: options.own }),
    });
    return { outcome, failure: null, isReused: false };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { outcome: null, failure: error.detail, isReused: false };
  }
}
