// Findings with the confidence that the tenant's verdicts teach in the place of the engine's own.
import {
  type AnalysisOutcome,
  confidenceOf,
  type FittedRanker,
  type IdentifiedIssue,
} from '../../model-service/index.ts';
import { type FindingPlace, featuresOfIdentified } from './issue-features.ts';
import type { NameTokens } from './name-tokens.ts';

export interface RankedIssue extends IdentifiedIssue {
  /** what the engine says of it */
  readonly engine: { readonly confidence: number; readonly severity: IdentifiedIssue['severity'] };
}

/** An outcome whose issues are ranked. */
export type RankedOutcome = Omit<AnalysisOutcome, 'issues'> & { readonly issues: readonly RankedIssue[] };

export function rankIssues(
  issues: readonly IdentifiedIssue[],
  place: FindingPlace,
  ranker: FittedRanker,
  { token }: NameTokens,
): RankedIssue[] {
  return withConfidences(issues, (issue) => confidenceOf(ranker, featuresOfIdentified(issue, place, token)));
}

export function withConfidences(
  issues: readonly IdentifiedIssue[],
  confidenceFor: (issue: IdentifiedIssue, index: number) => number,
): RankedIssue[] {
  return issues.map((issue, index) => ({
    ...issue,
    confidence: confidenceFor(issue, index),
    engine: { confidence: issue.confidence, severity: issue.severity },
  }));
}
