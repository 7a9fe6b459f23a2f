// The inner door of ranking.
export { explainScore, type FactorContribution, type ScoreExplanation, type VerdictContribution } from './explanation.ts';
export { FACTOR_GROUPS, type Factor, type FactorGroup, factorsOf } from './factors.ts';
export {
  type FindingContext,
  type NameKind,
  type NameToken,
  type RankedFinding,
  type RankingFeatures,
  rankingFeatures,
} from './features.ts';
export type { Judgement, TenantKnowledge } from './knowledge.ts';
export { canonicalParameters, parametersDigest, readParameters, writeParameters } from './parameter-file.ts';
export { BUILT_IN_PARAMETERS, type PriorCandidate, type RankerParameters } from './parameters.ts';
export { PATH_CLASSES, type PathClass } from './path-class.ts';
export { confidenceOf, type FittedRanker, fitRanker, type TuningMemory } from './ranker.ts';
