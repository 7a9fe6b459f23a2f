// The features of a finding, from the form that the analysis has it in and from the form that the history keeps.
import type { Issue, TraceStep } from '../../contract/index.ts';
import {
  type IdentifiedIssue,
  type NameToken,
  type RankedFinding,
  type RankingFeatures,
  rankingFeatures,
} from '../../model-service/index.ts';

/** Where a finding was made. */
export interface FindingPlace {
  readonly language: string;
  readonly repository: string | null;
}

export function featuresOfIdentified(issue: IdentifiedIssue, place: FindingPlace, token: NameToken): RankingFeatures {
  const { ruleId, severity, category, confidence, location, within, trace } = issue;
  const path = location.path;
  const steps = traceOf(trace, path);
  return rankingFeatures(
    { ruleId, severity, category, confidence, path, within, ...steps, sealedFeatures: [] },
    place,
    token,
  );
}

/** The same features, from a stored answer: what it shows may be changed by preferences, so it keeps what the engine said. */
export function featuresOfStored(issue: Issue, place: FindingPlace, token: NameToken): RankingFeatures {
  return rankingFeatures(storedFinding(issue), place, token);
}

function storedFinding(issue: Issue): RankedFinding {
  const { path } = issue.location;
  return {
    ruleId: issue.rule_id,
    severity: issue.engine?.severity ?? issue.severity,
    category: issue.category,
    confidence: issue.engine?.confidence ?? issue.confidence,
    path,
    // Answers of older versions did not name the function.
    within: issue.within ?? '',
    ...traceOf(issue.trace, path),
    sealedFeatures: issue.sealed?.features ?? [],
  };
}

function traceOf(trace: readonly TraceStep[], path: string): Pick<RankedFinding, 'traceSteps' | 'crossesFiles'> {
  return { traceSteps: trace.length, crossesFiles: trace.some(({ location }) => location.path !== path) };
}
