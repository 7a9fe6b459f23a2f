// The analysis of one file of a project, or what an earlier run found when nothing that it depends on has changed.
import {
  type AnalysisOutcome,
  createProjectAnalyzer,
  type FilesRead,
  type ModelService,
  type PreparedFile,
  type Project,
} from '../model-service/index.ts';
import type { RunOptions } from './analysis-run.ts';
import type { ProjectSource } from './project-sources.ts';
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
  readonly read: FilesRead;
}

/** A file that nothing is known of yet. */
export interface OpenFile {
  readonly source: ProjectSource;
  readonly prepared: PreparedFile;
}

export interface CachedAnalysis {
  /** what an earlier run found, or what is needed to analyse the file */
  readonly ask: (source: ProjectSource) => Answer | OpenFile;
  /** analyses the file and keeps what was found */
  readonly analyze: (file: OpenFile, lane: number) => Promise<Answer>;
}

/** Analyses of a project's files, and what the cache knows of them. */
export function cachedAnalysis(
  service: ModelService,
  project: Project,
  cache: ResultCache,
  { language, enabledRules, disabledRules, today, explain, own }: RunOptions,
): CachedAnalysis {
  const analyzer = createProjectAnalyzer(service, project, {
    declaredLanguage: language,
    enabledRules,
    disabledRules,
    today,
    ...(explain !== undefined && { explain }),
    ...(own !== undefined && { own }),
  });
  return {
    ask: (source) => {
      const prepared = analyzer.prepare(source);
      const known = entryOf(cache.get(prepared.key));
      if (known === null || !analyzer.holds(known.read)) return { source, prepared };
      return { outcome: known.outcome, failure: null, isReused: true };
    },
    analyze: async ({ source, prepared }, lane) => {
      const { outcome, failure, filesRead } = await analyzer.analyze(source, prepared, { lane });
      if (outcome !== null && filesRead !== null) {
        const entry: Entry = { outcome, read: filesRead };
        cache.set(prepared.key, JSON.stringify(entry));
      }
      return { outcome, failure, isReused: false };
    },
  };
}

/** The cache checks that an entry is whole; its layout is part of what the bundle and the cache are named by. */
function entryOf(text: string | null): Entry | null {
  return text === null ? null : (JSON.parse(text) as Entry);
}
