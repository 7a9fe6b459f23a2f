// A sequential test that may be looked at after every outcome: evidence that the canary's rate of bad outcomes is above the
// champion's. The e-variable for two samples of Turner, Ly and Grünwald, "Generic E-variables for exact sequential k-sample tests
// that allow for optional stopping" (2021), one-sided. Under "no worse" the evidence ever exceeds 1/α with a chance of at most α.

/** How many of how many outcomes were bad. */
export interface Tally {
  readonly outcomes: number;
  readonly bad: number;
}

export interface Evidence {
  readonly champion: Tally;
  readonly canary: Tally;
  /** outcomes that wait until both arms have one */
  readonly waiting: { readonly champion: Tally; readonly canary: Tally };
  /** natural logarithm of the evidence */
  readonly log: number;
  /** the highest that it ever was: what counts */
  readonly highestLog: number;
}

const NOTHING: Tally = { outcomes: 0, bad: 0 };
export const NO_EVIDENCE: Evidence = {
  champion: NOTHING,
  canary: NOTHING,
  waiting: { champion: NOTHING, canary: NOTHING },
  log: 0,
  highestLog: 0,
};

/** What the rates are taken to be before anything is known, as the authors advise. */
const PRIOR_BAD = 0.18;
const PRIOR_OUTCOMES = 2 * PRIOR_BAD;

/**
 * Adds outcomes. A block is closed when both arms have outcomes in it, which depends on how many came and never on how they came
 * out: so each block is a fair bet whatever was seen before.
 */
export function withOutcomes(
  evidence: Evidence,
  fresh: { readonly champion?: Tally; readonly canary?: Tally },
): Evidence {
  const champion = added(evidence.waiting.champion, fresh.champion ?? NOTHING);
  const canary = added(evidence.waiting.canary, fresh.canary ?? NOTHING);
  if (champion.outcomes === 0 || canary.outcomes === 0) return { ...evidence, waiting: { champion, canary } };
  const log = evidence.log + blockEvidence(evidence, champion, canary);
  return {
    champion: added(evidence.champion, champion),
    canary: added(evidence.canary, canary),
    waiting: NO_EVIDENCE.waiting,
    log,
    highestLog: Math.max(evidence.highestLog, log),
  };
}

/** Whether the canary is worse, at a chance of `alpha` to say so wrongly however often it is asked. */
export function isWorse({ highestLog }: Evidence, alpha: number): boolean {
  return highestLog >= -Math.log(alpha);
}

/** Everything that came in, the outcomes that wait included. */
export function tallies({ champion, canary, waiting }: Evidence): { readonly champion: Tally; readonly canary: Tally } {
  return { champion: added(champion, waiting.champion), canary: added(canary, waiting.canary) };
}

/** The logarithm of the likelihood of a block under what was learned from the blocks before, over the likelihood of its best common rate. */
function blockEvidence(before: Evidence, champion: Tally, canary: Tally): number {
  const [rate, canaryRate] = [expectedRate(before.champion), expectedRate(before.canary)];
  // Nothing is bet on the canary being better.
  if (canaryRate <= rate) return 0;
  const all = champion.outcomes + canary.outcomes;
  const together = (champion.outcomes * rate + canary.outcomes * canaryRate) / all;
  return likelihood(champion, rate, together) + likelihood(canary, canaryRate, together);
}

function likelihood({ outcomes, bad }: Tally, rate: number, together: number): number {
  return bad * Math.log(rate / together) + (outcomes - bad) * Math.log((1 - rate) / (1 - together));
}

function expectedRate({ outcomes, bad }: Tally): number {
  return (bad + PRIOR_BAD) / (outcomes + PRIOR_OUTCOMES);
}

function added(a: Tally, b: Tally): Tally {
  return { outcomes: a.outcomes + b.outcomes, bad: a.bad + b.bad };
}
