// The life of a challenger: shadow, then 5 %, 25 % and all of the answers, and off again as soon as there is evidence that it is worse.
// Everything here is a function of what was seen; whoever stores it decides when to look.
import { type Evidence, isWorse, NO_EVIDENCE, type Tally, tallies, withOutcomes } from './evidence.ts';
import { NO_SHADOW, type ShadowRecord, withVerdict } from './shadow.ts';

export const ROLLOUT_STAGES = ['shadow', 'canary_5', 'canary_25'] as const;
export type RolloutStage = (typeof ROLLOUT_STAGES)[number];

/** Share of the answers that the challenger gives. */
export const SHARE: Readonly<Record<RolloutStage, number>> = { shadow: 0, canary_5: 0.05, canary_25: 0.25 };

export interface RolloutRecord {
  readonly shadow: ShadowRecord;
  /** verdicts: the bad ones dismiss */
  readonly dismissals: Evidence;
  /** analyses: the bad ones fail */
  readonly failures: Evidence;
  /** analyses: the bad ones take longer than `SLOW_MS` or the champion's slowest twentieth, whichever is more */
  readonly slow: Evidence;
  /** verdicts and analyses in the canary since the stage began */
  readonly stageVerdicts: number;
  readonly stageAnalyses: number;
}

export const NEW_ROLLOUT: RolloutRecord = {
  shadow: NO_SHADOW,
  dismissals: NO_EVIDENCE,
  failures: NO_EVIDENCE,
  slow: NO_EVIDENCE,
  stageVerdicts: 0,
  stageAnalyses: 0,
};

export type Arm = 'champion' | 'canary';

/** What came of analyses, counted. */
export interface AnalysesSeen {
  readonly analyses: number;
  readonly failures: number;
  readonly slow: number;
}

export type RolloutDecision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'advance'; readonly to: RolloutStage; readonly reason: string }
  | { readonly kind: 'promote'; readonly reason: string }
  | { readonly kind: 'roll-back'; readonly reason: string };

/** A good challenger is rolled back wrongly with a chance below their sum, however long it is watched. */
const ALPHA = { dismissals: 0.03, failures: 0.01, slow: 0.01 } as const;
const SHADOW_ALPHA = 0.05;

interface Passing {
  /** verdicts in this stage after which it has passed */
  readonly verdicts: number;
  /** where fewer come: after this many days, with this many analyses */
  readonly days: number;
  readonly analyses: number;
}

export const PASSING: Readonly<Record<RolloutStage, Passing>> = {
  shadow: { verdicts: 20, days: 3, analyses: 0 },
  canary_5: { verdicts: 20, days: 4, analyses: 50 },
  canary_25: { verdicts: 80, days: 7, analyses: 200 },
};
const DAY_MS = 86_400_000;

/** A verdict on a finding of an answer that this arm gave. */
export function withJudgement(record: RolloutRecord, arm: Arm, useful: boolean): RolloutRecord {
  const tally: Tally = { outcomes: 1, bad: useful ? 0 : 1 };
  return {
    ...record,
    dismissals: withOutcomes(record.dismissals, { [arm]: tally }),
    stageVerdicts: record.stageVerdicts + (arm === 'canary' ? 1 : 0),
  };
}

/** A verdict in the shadow stage, with what both models thought of the finding. */
export function withShadowVerdict(
  record: RolloutRecord,
  scores: { readonly champion: number; readonly challenger: number },
  useful: boolean,
): RolloutRecord {
  const shadow = withVerdict(record.shadow, scores, useful);
  return { ...record, shadow, stageVerdicts: record.stageVerdicts + 1 };
}

export function withAnalyses(record: RolloutRecord, arm: Arm, seen: AnalysesSeen): RolloutRecord {
  const { analyses, failures, slow } = seen;
  return {
    ...record,
    failures: withOutcomes(record.failures, { [arm]: { outcomes: analyses, bad: failures } }),
    slow: withOutcomes(record.slow, { [arm]: { outcomes: analyses, bad: slow } }),
    stageAnalyses: record.stageAnalyses + (arm === 'canary' ? analyses : 0),
  };
}

/** Counting starts again with each stage; evidence goes on. */
export function inNextStage(record: RolloutRecord): RolloutRecord {
  return { ...record, stageVerdicts: 0, stageAnalyses: 0 };
}

/** What to do now. `stageAgeMs`: since the stage began. */
export function decide(stage: RolloutStage, record: RolloutRecord, stageAgeMs: number): RolloutDecision {
  const harm = harmOf(record);
  if (harm !== null) return { kind: 'roll-back', reason: harm };
  const needed = PASSING[stage];
  const enough = record.stageVerdicts >= needed.verdicts;
  const longEnough = stageAgeMs >= needed.days * DAY_MS && record.stageAnalyses >= needed.analyses;
  if ((!enough && !longEnough) || looksWorse(record.dismissals)) return { kind: 'wait' };
  const reason = enough
    ? `${record.stageVerdicts} verdicts in ${nameOf(stage)} gave no evidence that it is worse.`
    : `${needed.days} days in ${nameOf(stage)} gave no evidence that it is worse.`;
  const next = ROLLOUT_STAGES[ROLLOUT_STAGES.indexOf(stage) + 1];
  return next === undefined ? { kind: 'promote', reason } : { kind: 'advance', to: next, reason };
}

/** Not proven, but no reason to give it more of the answers: it waits until it is proven or has gone. */
function looksWorse(evidence: Evidence): boolean {
  const { champion, canary } = tallies(evidence);
  if (canary.outcomes === 0 || champion.outcomes === 0) return false;
  return canary.bad / canary.outcomes > champion.bad / champion.outcomes + MOST_ABOVE;
}

/** Share of dismissals above the champion's with which a challenger does not go on. */
const MOST_ABOVE = 0.05;

function nameOf(stage: RolloutStage): string {
  return stage === 'shadow' ? 'the shadow' : `the canary of ${SHARE[stage] * 100} %`;
}

/** The reason to stop, or null. */
function harmOf({ shadow, dismissals, failures, slow }: RolloutRecord): string | null {
  if (shadow.highestLog >= -Math.log(SHADOW_ALPHA)) {
    const mean = (sum: number) => (sum / shadow.verdicts).toFixed(3);
    return `In the shadow its confidences lost ${mean(shadow.challengerLoss)} nats a verdict, the champion's ${mean(shadow.championLoss)}.`;
  }
  if (isWorse(dismissals, ALPHA.dismissals)) return `More of its findings were dismissed: ${compared(dismissals)}.`;
  if (isWorse(failures, ALPHA.failures)) return `More of its analyses failed: ${compared(failures)}.`;
  if (isWorse(slow, ALPHA.slow)) return `More of its analyses were slow: ${compared(slow)}.`;
  return null;
}

function compared(evidence: Evidence): string {
  const { champion, canary } = tallies(evidence);
  return `${canary.bad} of ${canary.outcomes}, against ${champion.bad} of ${champion.outcomes} of the champion`;
}
