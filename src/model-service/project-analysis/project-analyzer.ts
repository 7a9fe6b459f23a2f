// The analysis of one file of a project, and what tells whether an earlier answer still holds for it.
import { createHash } from 'node:crypto';
import { AssayError, type ErrorCode } from '../../errors.ts';
import type { AnalysisJob, AnalysisOutcome, CallOptions, ModelService } from '../model-service.ts';
import type { Project, ProjectFile } from './project.ts';

/** What decides answers beside the files. */
export type ProjectSettings = Pick<
  AnalysisJob,
  'declaredLanguage' | 'enabledRules' | 'disabledRules' | 'own' | 'otherRules' | 'explain' | 'fixAcceptance'
> & {
  /** YYYY-MM-DD */
  readonly today: string;
};

/** Neighbours whose text mattered to an answer, with the digests of their contents. */
export type FilesRead = readonly (readonly [path: string, digest: string])[];

export interface ProjectAnswer {
  readonly outcome: AnalysisOutcome | null;
  /** why there is none */
  readonly failure: string | null;
  /** what the answer rests on; null when it may not be kept */
  readonly filesRead: FilesRead | null;
}

/** A file with what goes along with it. */
export interface PreparedFile {
  /** everything that decides the answer but the neighbours' contents: bundle, rules, the file, the paths of its neighbours; hex */
  readonly key: string;
  /** paths of its neighbours */
  readonly context: readonly string[];
}

export interface ProjectAnalyzer {
  prepare(file: ProjectFile): PreparedFile;
  /** Whether what an answer rests on is still the same. Of the neighbours only those count that were read. */
  holds(filesRead: FilesRead): boolean;
  /** A file that cannot be analysed is told of; only what concerns more than this file is thrown. */
  analyze(file: ProjectFile, prepared: PreparedFile, options?: CallOptions): Promise<ProjectAnswer>;
}

/** What an analysis comes to because of the file itself: it would come to the same another time. */
const OF_THE_FILE: ReadonlySet<ErrorCode> = new Set([
  'analysis_timeout',
  'analysis_out_of_memory',
  'analysis_failed',
  'binary_input',
  'invalid_encoding',
  'invalid_request',
  'payload_too_large',
]);

export function createProjectAnalyzer(
  service: ModelService,
  project: Project,
  settings: ProjectSettings,
): ProjectAnalyzer {
  const { today, own, otherRules, explain, fixAcceptance, ...selection } = settings;
  const day = project.hasDates ? today : null;
  const settled = [service.bundle.digest, selection, explain ?? null, day, own?.digest, otherRules, fixAcceptance];
  const fixed = createHash('sha256').update(JSON.stringify(settled)).digest('hex');
  return {
    prepare({ path, digest }) {
      const context = project.contextOf(path);
      const parts = JSON.stringify([fixed, path, digest]) + context.map(project.shortNameOf).join('');
      const key = createHash('sha256').update(parts).digest('hex');
      return { key, context };
    },
    holds: (filesRead) => filesRead.every(([path, digest]) => project.digestOf(path) === digest),
    async analyze({ code, path }, { context }, options) {
      try {
        const job = { ...settings, code, path, files: project.jobFilesOf(context) };
        const outcome = await service.analyze(job, options);
        const read = outcome.filesRead?.map((each) => [each, project.digestOf(each) ?? ''] as const) ?? null;
        return { outcome, failure: null, filesRead: read };
      } catch (error) {
        if (!(error instanceof AssayError) || !OF_THE_FILE.has(error.code)) throw error;
        return { outcome: null, failure: error.detail, filesRead: null };
      }
    },
  };
}
