// Why a finding has its confidence, told in the names of the finding and the verdicts of the tenant.
import type { AnalyzeResponse, Issue, IssueExplanation } from '../../contract/index.ts';
import {
  confidenceOf,
  explainScore,
  type FittedRanker,
  factorsOf,
  type ModelBundle,
  type RankingFeatures,
} from '../../model-service/index.ts';
import { type FindingPlace, featuresOfStored } from './issue-features.ts';
import type { NameTokens } from './name-tokens.ts';
import type { PastRanker } from './tenant-rankers.ts';

export interface ExplainedFinding {
  readonly answer: AnalyzeResponse;
  readonly issue: Issue;
  readonly place: FindingPlace;
}

const MOST_VERDICTS = 20;

export function explainIssue(
  { answer, issue, place }: ExplainedFinding,
  past: PastRanker,
  current: FittedRanker,
  { token }: NameTokens,
  bundle: ModelBundle,
): IssueExplanation {
  const features = featuresOfStored(issue, place, token);
  const explained = explainScore(past.fitted, features, MOST_VERDICTS);
  const names = factorNames(issue, place);
  return {
    issue_id: issue.id,
    analysis_id: answer.analysis_id,
    rule_id: issue.rule_id,
    confidence: issue.confidence,
    engine: { confidence: features.confidence, severity: features.severity },
    model: answer.model,
    prior: { confidence: rounded(probability(explained.priorLogOdds)), log_odds: rounded(explained.priorLogOdds) },
    factors: explained.factors.map(({ group, index, logOdds }) => ({
      kind: group,
      name: names[index] ?? null,
      effect: rounded(logOdds),
    })),
    verdicts: explained.verdicts.flatMap(({ judgement, logOdds }) => {
      const record = past.records.get(judgement.version);
      if (record === undefined) return [];
      const { feedbackId, verdict, role, judgedAt } = record;
      return [{ feedback_id: feedbackId, verdict, role, at: judgedAt.toISOString(), effect: rounded(logOdds) }];
    }),
    verdicts_counted: past.fitted.judgements.length,
    reproduced: answer.model.digest === bundle.digest && explained.confidence === issue.confidence,
    current: { confidence: confidenceOf(current, features), knowledge: current.knowledgeVersion },
  };
}

/** The same factors made of the names themselves, in the same order; null for what only the owner of a seal can read. */
function factorNames(issue: Issue, place: FindingPlace): (string | null)[] {
  const named: RankingFeatures = featuresOfStored(issue, place, (_kind, name) => name);
  return factorsOf(named).map(({ group, key }) => {
    const isName = /word|folder|segment/.test(group);
    if (key === group || (isName && issue.sealed !== undefined)) return null;
    return key.slice(group.length + 1).replace('|', ' in ');
  });
}

function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
