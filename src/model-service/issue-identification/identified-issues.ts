// From the engine's findings (offsets) to issues (lines and columns) as the model service answers them.
import {
  type EngineResult,
  type Explanation,
  type Finding,
  lineIndexOf,
  type SourceRange,
  type SuppressionRecord,
} from '../../analysis-engine/index.ts';
import type { Location } from '../../contract/index.ts';
import type { IdentifiedExplanation, IdentifiedIssue, IdentifiedSuppression } from '../model-service.ts';
import { suggestionsOf } from '../suggestion-generation/index.ts';

/** The code that the places of the findings are counted in. */
export interface CodeOfJob {
  readonly code: string;
  readonly path: string | null;
  readonly files: readonly { readonly path: string; readonly code: string }[];
}

/** Issues in the order of the file: by line, then column, then rule. */
export function identifiedIssues(
  findings: readonly Finding[],
  fixes: EngineResult['fixes'],
  job: CodeOfJob,
  helpUrlOf: (ruleId: string) => string,
): IdentifiedIssue[] {
  const locate = locator(job);
  const issues = findings.map((finding, index) => ({
    ruleId: finding.ruleId,
    message: finding.message,
    severity: finding.severity,
    category: finding.category,
    confidence: finding.confidence,
    cwe: finding.cwe,
    location: locate(finding.range),
    trace: finding.trace.map(({ range, message }) => ({ location: locate(range), message })),
    fingerprint: finding.fingerprint,
    within: finding.within,
    suggestions: suggestionsOf(fixes[index] ?? [], (edit) => locate({ ...edit, path: finding.range.path })),
    suppressedBy: finding.suppressedBy,
    helpUrl: helpUrlOf(finding.ruleId),
  }));
  return issues.sort(
    (a, b) =>
      a.location.start.line - b.location.start.line ||
      a.location.start.column - b.location.start.column ||
      a.ruleId.localeCompare(b.ruleId),
  );
}

/** Suppressions with lines and columns. */
export function identifiedSuppressions(
  suppressions: readonly SuppressionRecord[],
  job: CodeOfJob,
): IdentifiedSuppression[] {
  const locate = locator(job);
  return suppressions.map(({ range, ...rest }) => ({ ...rest, location: locate(range) }));
}

/** Explanations with lines and columns. */
export function identifiedExplanations(explanations: readonly Explanation[], job: CodeOfJob): IdentifiedExplanation[] {
  const locate = locator(job);
  return explanations.map(({ steps, ...rest }) => ({
    ...rest,
    steps: steps.map(({ range, ...step }) => ({ ...step, location: range === null ? null : locate(range) })),
  }));
}

function locator(job: CodeOfJob): (range: SourceRange) => Location {
  const indexes = new Map<string, ReturnType<typeof lineIndexOf>>();
  const main = job.path ?? 'input';
  return ({ path, start, end }) => {
    let index = indexes.get(path);
    if (index === undefined) {
      const code = path === main ? job.code : (job.files.find((file) => file.path === path)?.code ?? '');
      index = lineIndexOf(code);
      indexes.set(path, index);
    }
    return { path, start: index.positionAt(start), end: index.positionAt(end) };
  };
}
