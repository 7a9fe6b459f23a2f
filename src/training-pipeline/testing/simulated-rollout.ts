// A rollout from the shadow to its end, on outcomes that are drawn: what a model's findings are dismissed at, and how its scores lose.
import {
  decide,
  inNextStage,
  NEW_ROLLOUT,
  type RolloutStage,
  SHARE,
  withJudgement,
  withShadowVerdict,
} from '../deployment/rollout.ts';
import { seededRandom } from '../seeded-random.ts';

export interface SimulatedModel {
  /** chance that a verdict on one of its findings dismisses */
  readonly dismissed: number;
  /** how far its confidence in a finding is moved from the champion's, towards the verdict or away from it */
  readonly insight: number;
}

export interface RolloutEnd {
  readonly kind: 'promote' | 'roll-back';
  readonly stage: RolloutStage;
  /** verdicts on answers of the challenger */
  readonly canaryOutcomes: number;
}

const MOST_VERDICTS = 200_000;

/** `from`: the stage that it begins in. */
export function simulateRollout(
  seed: number,
  challenger: SimulatedModel,
  champion: SimulatedModel,
  from: RolloutStage,
): RolloutEnd | null {
  const random = seededRandom(seed);
  let stage = from;
  let record = NEW_ROLLOUT;
  let canaryOutcomes = 0;
  for (let verdict = 0; verdict < MOST_VERDICTS; verdict++) {
    const inCanary = random() < SHARE[stage];
    const useful = random() >= (inCanary ? challenger : champion).dismissed;
    if (inCanary) canaryOutcomes++;
    const before = 0.3 + 0.5 * random();
    const moved = Math.min(0.98, Math.max(0.02, before + challenger.insight * (useful ? 1 : -1) * random()));
    record =
      stage === 'shadow'
        ? withShadowVerdict(record, { champion: before, challenger: moved }, useful)
        : withJudgement(record, inCanary ? 'canary' : 'champion', useful);
    const decision = decide(stage, record, 0);
    if (decision.kind === 'promote' || decision.kind === 'roll-back')
      return { kind: decision.kind, stage, canaryOutcomes };
    if (decision.kind === 'advance') {
      stage = decision.to;
      record = inNextStage(record);
    }
  }
  return null;
}
