// What comments in the code of a folder say is not to be reported, as verdicts in CSV: those that were written about a single statement
// or line, one row a finding that is hidden there.
import { join, resolve } from 'node:path';
import { readConfiguration } from '../config/index.ts';
import { AssayError } from '../errors.ts';
import { type FileReport, runAnalyses } from './analysis-run.ts';
import { cell } from './exported-verdicts.ts';
import { lineSince } from './line-age.ts';
import { findOwnDocuments, hasDocuments } from './own-rule-files.ts';
import { createProgressBar } from './progress-bar.ts';
import { findSourceFiles } from './source-files.ts';

const HEADER = 'rule_id,path,verdict,function,line,user,time,reason,finding';
/** One voice among the users', however many wrote them: where people say otherwise, they are not outvoted. */
const VOICE = 'comments in the code';
/** Of blocks and whole files comments hold for lines, too, that nobody had looked at when they were written. */
const CLOSE: readonly string[] = ['statement', 'line', 'next line'];

/** Analyses the folder. Throws AssayError `invalid_request` where there is no code. */
export async function verdictsOfComments(folder: string): Promise<string> {
  const root = resolve(folder);
  const files = findSourceFiles(['.'], root, new Map());
  if (files.length === 0) throw new AssayError('invalid_request', { detail: `${folder} has no files to analyse.` });
  const { analysisThreads, analysisTimeoutMs, analysisMemoryMb } = readConfiguration();
  const own = findOwnDocuments(root, []);
  const bar = createProgressBar(process.stderr);
  const run = await runAnalyses(
    files,
    {
      language: null,
      enabledRules: null,
      disabledRules: [],
      ...(hasDocuments(own) && { own }),
      minimumSeverity: 'info',
      minimumConfidence: 0,
      today: new Date().toISOString().slice(0, 10),
      threads: analysisThreads + 1,
      timeoutMs: analysisTimeoutMs,
      memoryMb: analysisMemoryMb,
    },
    { skipped: new Map(), onProgress: bar.update },
  ).finally(bar.clear);
  return `${[HEADER, ...run.files.flatMap((file) => rowsOf(file, root))].join('\n')}\n`;
}

function rowsOf({ suppressed, suppressions }: FileReport, root: string): string[] {
  return suppressed.flatMap(({ ruleId, fingerprint, location, within }) => {
    const comment = suppressions.find(
      ({ reach, problems, hides }) =>
        CLOSE.includes(reach) &&
        !problems.some(({ problem }) => problem === 'over-broad') &&
        hides.some((hidden) => hidden.fingerprint === fingerprint && hidden.ruleId === ruleId),
    );
    if (comment === undefined) return [];
    const since = lineSince(join(root, location.path), comment.location.start.line) ?? '';
    const place = [ruleId, location.path, 'wont_fix', within, location.start.line];
    return [[...place, VOICE, since, comment.reason, fingerprint].map(cell).join(',')];
  });
}
