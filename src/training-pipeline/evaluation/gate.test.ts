import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { HELD_BACK, type Judged, type Learner, scoreForward, scoreShuffled } from './forward-split.ts';
import { type GateInput, gateChecks, refusalOf } from './gate.ts';
import { leakEvidence, leakIn } from './leaks.ts';

const FIGURES = { verdicts: 100, useful: 60, logLoss: 0.5, brier: 0.2, auc: 0.8, ece: 0.04 };
const GOOD: GateInput = {
  verdicts: 60,
  users: 3,
  usersOfTenant: 5,
  gain: { mean: 0.1, low: 0.02, high: 0.2 },
  tenants: [{ champion: FIGURES, challenger: FIGURES }],
  leak: null,
  golden: { findings: 40, hidden: [] },
};
const failed = (change: Partial<GateInput>) =>
  gateChecks({ ...GOOD, ...change })
    .filter(({ passed }) => !passed)
    .map(({ name }) => name);

describe('gate', () => {
  it('lets a better model through', () => {
    expect(refusalOf(gateChecks(GOOD))).toBeNull();
  });

  it.each<[string, Partial<GateInput>]>([
    ['enough_verdicts', { verdicts: 49 }],
    ['enough_users', { users: 2, usersOfTenant: 4 }],
    ['no_leak', { leak: 'a reason' }],
    ['log_loss_gain', { gain: { mean: 0.1, low: 0, high: 0.2 } }],
    ['calibration', { tenants: [{ champion: FIGURES, challenger: { ...FIGURES, ece: 0.07 } }] }],
    ['golden_set', { golden: { findings: 40, hidden: ['sql-injection'] } }],
  ])('refuses for %s, with the reason', (name, change) => {
    expect(failed(change)).toEqual([name]);
    expect(refusalOf(gateChecks({ ...GOOD, ...change }))).not.toBeNull();
  });

  it('asks a team of three or fewer for one user', () => {
    expect(failed({ users: 1, usersOfTenant: 3 })).toEqual([]);
  });
});

interface Example extends Judged {
  readonly featuresAt: number;
  readonly rule: string;
  readonly present: readonly string[];
}

/** A team whose opinion follows from the rule, with noise. */
function history(
  count: number,
  change: (example: Example, index: number) => Example = (example) => example,
): Example[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, index) => {
    const rule = `rule-${Math.floor(random() * 8)}`;
    const useful = random() < (rule < 'rule-4' ? 0.8 : 0.25);
    return change(
      { at: index + 1000, featuresAt: index, group: String(index), useful, rule, present: [`rule:${rule}`] },
      index,
    );
  });
}

/** Shares by the features that were seen. */
const learner: Learner<Example> = (seen) => {
  const counts = new Map<string, { all: number; useful: number }>();
  for (const { present, useful } of seen) {
    for (const name of present) {
      const known = counts.get(name) ?? { all: 2, useful: 1 };
      counts.set(name, { all: known.all + 1, useful: known.useful + Number(useful) });
    }
  }
  return ({ present }) => {
    const odds = present
      .map((name) => counts.get(name) ?? { all: 2, useful: 1 })
      .map(({ all, useful }) => useful / all);
    return Math.max(...odds.map((share) => share)) > 0.5 ? Math.max(...odds) : Math.min(...odds);
  };
};

const findLeak = (examples: readonly Example[]) =>
  leakIn(
    leakEvidence(examples, {
      forward: scoreForward(examples, learner, HELD_BACK),
      shuffled: scoreShuffled(examples, learner, 5),
    }),
  );

describe('leaks', () => {
  it('finds none in honest verdicts', () => {
    expect(findLeak(history(800))).toBeNull();
  });

  it('catches a feature that follows from the verdict', () => {
    const planted = history(800, (example) => ({
      ...example,
      present: [...example.present, ...(example.useful ? [] : ['token:closed'])],
    }));
    expect(findLeak(planted)).toContain('token:closed');
  });

  it('catches features that were recorded after the verdict', () => {
    const late = history(200, (example, index) => (index === 7 ? { ...example, featuresAt: example.at + 1 } : example));
    expect(findLeak(late)).toContain('recorded after their verdict');
  });

  it('catches what only a random split knows: a name of the defect, judged again and again', () => {
    const random = seededRandom(2);
    const names = Array.from({ length: 100 }, () => random() < 0.5);
    const planted = history(800, (example, index) => {
      const name = Math.floor(random() * 20) + 20 * Math.floor(index / 160);
      return { ...example, useful: names[name] ?? false, present: [`ticket:${name}`] };
    });
    expect(findLeak(planted)).toContain('random split');
  });

  it('does not ask about defects that were judged before', () => {
    const twice = history(100, (example, index) => ({ ...example, group: String(index % 50) }));
    expect(scoreForward(twice, learner, HELD_BACK)).toEqual([]);
  });
});
