// A finding as numbers, for scorers that are no part of Assay: what the engine says of it, and what verdicts say of its rule, place and
// repository. The same columns for an external server, an ONNX file and the trainers that make them.
import { type FactorGroup, logOdds } from '../factors.ts';
import type { RankingFeatures } from '../features.ts';
import { PATH_CLASSES } from '../path-class.ts';

/** What is known by verdicts; all zero where there are none. */
export interface VerdictCounts {
  readonly rule_votes: number;
  readonly rule_true: number;
  readonly rule_voters: number;
  readonly place_votes: number;
  readonly place_true: number;
  readonly repository_votes: number;
  readonly repository_true: number;
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** Names of the columns, in order. Changing them changes what every stand-in is given: then its format has another number. */
export const SCORER_COLUMNS: readonly string[] = [
  'engine_log_odds',
  'trace_steps',
  'crosses_files',
  ...SEVERITIES.map((severity) => `severity:${severity}`),
  ...PATH_CLASSES.map((place) => `${'path-class' satisfies FactorGroup}:${place}`),
  ...['rule', 'place', 'repository'].flatMap((of) => [`${of}_votes`, `${of}_log_odds`]),
  'rule_voters',
];

export function scorerRow(features: RankingFeatures, counts: VerdictCounts): number[] {
  const known = (votes: number, useful: number) => [Math.log1p(votes), Math.log((useful + 1) / (votes - useful + 1))];
  return [
    logOdds(features.confidence),
    features.trace_steps / 10,
    Number(features.crosses_files),
    ...SEVERITIES.map((severity) => Number(severity === features.severity)),
    ...PATH_CLASSES.map((place) => Number(place === features.path_class)),
    ...known(counts.rule_votes, counts.rule_true),
    ...known(counts.place_votes, counts.place_true),
    ...known(counts.repository_votes, counts.repository_true),
    Math.log1p(counts.rule_voters),
  ];
}
