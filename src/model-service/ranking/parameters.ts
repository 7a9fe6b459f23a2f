// The trained part of the ranker: what it believes of teams in general, before one has taught it anything.
import { FACTOR_GROUPS, type FactorGroup } from './factors.ts';

type ByGroup = Readonly<Record<FactorGroup, number>>;

/** One idea of what verdicts depend on: how far the effects of each group of factors may lie from zero. */
export interface PriorCandidate {
  readonly name: string;
  /** variances */
  readonly variances: ByGroup;
  /** how likely it is among the others before any verdict */
  readonly weight: number;
}

/** Immutable; named by the digest of its bytes (see `parameter-file.ts`). */
export interface RankerParameters {
  readonly kind: 'bayesian-logistic';
  readonly version: string;
  /** log-odds by factor key (`rule:sql-injection`, `path-class:tests`) that hold for every team */
  readonly shifts: Readonly<Record<string, number>>;
  readonly candidates: readonly PriorCandidate[];
  /** as many effects as the prior variance of a group counts for when it is estimated from a team's verdicts */
  readonly varianceStrength: number;
  /** after so many verdicts the engine's own confidence counts half */
  readonly engineTrust: number;
  /** log-odds of a finding in general, which the engine's confidence gives way to */
  readonly baseLogOdds: number;
  /** of a dismissal that waits for a reviewer; 1 for any other verdict */
  readonly proposalWeight: number;
  /** how much the uncertainty of an effect draws a score to the team's share of true findings */
  readonly uncertainty: number;
  /** how much doubt counts for showing: per cent of the true findings that may have less than the default of what is shown */
  readonly doubt: number;
  /** how steeply the evidence of held-out verdicts decides between the candidates */
  readonly evidence: number;
  readonly calibration: {
    /** log-odds of the share of findings that are judged true whatever speaks against it, and the reverse; log slope; shift */
    readonly means: readonly [number, number, number, number];
    readonly deviations: readonly [number, number, number, number];
  };
}

const everything = (variance: number) =>
  Object.fromEntries(FACTOR_GROUPS.map((group) => [group, variance])) as Record<FactorGroup, number>;

const BALANCED: ByGroup = {
  bias: 1,
  'engine-confidence': 0.05,
  rule: 1,
  'rule-language': 1.5,
  severity: 0.05,
  category: 0.05,
  language: 0.1,
  'path-class': 0.1,
  folder: 1,
  segment: 0.1,
  word: 1,
  trace: 0.02,
  repository: 0.1,
  'rule-path-class': 0.1,
  'rule-folder': 0.5,
  'rule-word': 0.1,
  'folder-word': 0.1,
  'rule-repository': 0.1,
};

/** What a team goes by where it goes by little: what else there is stays near zero. */
const mostly = (name: string, weight: number, variances: Partial<ByGroup>): PriorCandidate => ({
  name,
  variances: { ...everything(0.01), bias: 1, ...variances },
  weight,
});

/** What Assay starts with: chosen on simulated teams, no team's verdicts are in it. */
export const BUILT_IN_PARAMETERS: RankerParameters = {
  kind: 'bayesian-logistic',
  version: '1.2.0',
  shifts: {},
  candidates: [
    { name: 'balanced', variances: BALANCED, weight: 10 },
    mostly('rules', 3, { rule: 2, 'rule-language': 2 }),
    mostly('places', 2, { folder: 3 }),
    mostly('names', 1.5, { word: 4 }),
    mostly('rules and places', 0.5, { rule: 1.5, 'rule-language': 1.5, folder: 2 }),
    mostly('rules and names', 0.5, { rule: 1.5, 'rule-language': 1.5, word: 2 }),
    mostly('places and names', 1, { folder: 2, word: 2 }),
    mostly('rules by place', 1, { rule: 1, folder: 0.5, 'rule-folder': 4 }),
    mostly('rules by name', 1, { rule: 1, word: 0.5, 'rule-word': 4 }),
    mostly('places by name', 1, { folder: 0.5, word: 0.5, 'folder-word': 4 }),
  ],
  varianceStrength: 8,
  engineTrust: 1,
  baseLogOdds: 0.4,
  proposalWeight: 0.5,
  uncertainty: 0.5,
  doubt: 1.2,
  evidence: 0.5,
  calibration: { means: [-2.5, -2.5, 0.2, 0], deviations: [1, 1, 0.5, 0.5] },
};
