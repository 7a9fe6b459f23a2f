// What `assay fix` would change: the suggestions of an analysis that fit together, file by file.
import type { Severity } from '../contract/index.ts';
import { joinedEdits, type OwnDocuments } from '../model-service/index.ts';
import { type FoundIssue, runAnalyses } from './analysis-run.ts';
import { hasDocuments } from './own-rule-files.ts';
import type { SourceFile } from './source-files.ts';
import { changesOf, type TextChange, together } from './text-changes.ts';

export interface PlannedFix {
  readonly issue: FoundIssue;
  readonly description: string;
  /** the text that was analysed */
  readonly code: string;
  readonly language: string;
  readonly changes: readonly TextChange[];
}

export interface FixPlan {
  /** in the order of the files and their lines; those of one file do not get in each other's way */
  readonly fixes: readonly PlannedFix[];
  /** findings without one */
  readonly unfixed: number;
  /** files that could not be analysed, and why */
  readonly failures: readonly string[];
  /** the changes of some fixes of one file as one */
  readonly combined: (fixes: readonly PlannedFix[]) => Promise<{
    readonly code: string;
    readonly changes: readonly TextChange[];
  }>;
}

interface PlanOptions {
  readonly rule: readonly string[];
  /** rules and facts of the user's own */
  readonly own: OwnDocuments;
  readonly minSeverity: Severity;
  readonly minConfidence: number;
}

/** Of the model service; with 0 threads it works in this one. */
export interface AnalysisBounds {
  readonly threads: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** Analyses the files; of fixes that change the same text the first is taken, the others are left for the next run. */
export async function planFixes(
  files: readonly SourceFile[],
  options: PlanOptions,
  bounds: AnalysisBounds,
  onProgress: (done: number, total: number) => void,
): Promise<FixPlan> {
  const run = await runAnalyses(
    files,
    {
      language: null,
      enabledRules: null,
      disabledRules: [],
      ...(hasDocuments(options.own) && { own: options.own }),
      minimumSeverity: options.minSeverity,
      minimumConfidence: options.minConfidence,
      today: new Date().toISOString().slice(0, 10),
      ...bounds,
    },
    { skipped: new Map(), onProgress },
  );
  const fixes: PlannedFix[] = [];
  let unfixed = 0;
  for (const { path, code, language, issues } of run.files) {
    const taken: TextChange[] = [];
    for (const issue of issues) {
      if (options.rule.length > 0 && !options.rule.includes(issue.rule_id)) continue;
      const planned = issue.location.path === path ? plannedFix(code, language?.id ?? 'unknown', issue) : null;
      if (planned === null || together([...taken, ...planned.changes]) === null) {
        unfixed++;
        continue;
      }
      taken.push(...planned.changes);
      fixes.push(planned);
    }
  }
  const failures = run.files.flatMap(({ path, failure }) => (failure === null ? [] : [`${path}: ${failure}`]));
  return { fixes, unfixed, failures, combined };
}

function plannedFix(code: string, language: string, issue: FoundIssue): PlannedFix | null {
  const suggestion = issue.suggestions.find(({ verified }) => verified);
  const changes = suggestion === undefined ? null : changesOf(code, issue.location.path, suggestion);
  return suggestion === undefined || changes === null
    ? null
    : { issue, description: suggestion.description, code, language, changes };
}

async function combined(
  fixes: readonly PlannedFix[],
): Promise<{ readonly code: string; readonly changes: readonly TextChange[] }> {
  const [first] = fixes;
  const changes = together(fixes.flatMap((each) => each.changes));
  if (first === undefined || changes === null) throw new Error('The fixes of a plan do not overlap.');
  const { code, language, issue } = first;
  if (fixes.length === 1) return { code, changes };
  const joined = together(await joinedEdits({ code, language, path: issue.location.path }, changes));
  return { code, changes: joined ?? changes };
}
