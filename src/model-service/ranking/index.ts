// The inner door of ranking.
export { explainScore } from './explanation.ts';
export { type FactorGroup, factorsOf } from './factors.ts';
export {
  type NameToken,
  type RankedFinding,
  type RankingFeatures,
  rankingFeatures,
} from './features.ts';
export {
  type FixAcceptance,
  fixAcceptanceOf,
  fixPreferenceOf,
  type JudgedFix,
  learnFixAcceptance,
} from './fix-acceptance.ts';
export type { Judgement } from './knowledge.ts';
export { canonicalParameters, parametersDigest } from './parameter-file.ts';
export { BUILT_IN_PARAMETERS, type RankerParameters } from './parameters.ts';
export { confidenceOf, type FittedRanker, fitRanker, type TuningMemory } from './ranker.ts';
export type { ScorerIdentity } from './stand-in/scorer.ts';
export { scorerRow } from './stand-in/scorer-row.ts';
export { createStandInRanker, type StandInRanker } from './stand-in/stand-in-ranker.ts';
