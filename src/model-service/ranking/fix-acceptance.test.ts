import { describe, expect, it } from 'vitest';
import type { FixKind } from '../../analysis-engine/index.ts';
import { fixAcceptanceOf, fixPreferenceOf, type JudgedFix, learnFixAcceptance } from './fix-acceptance.ts';
import { simulateFixing } from './testing/simulated-fixing.ts';

const fix = (template: string, size: FixKind['size'] = 'small'): FixKind => ({ template, size });
const judged = (template: string, outcome: JudgedFix['outcome'], more: Partial<JudgedFix> = {}): JudgedFix => ({
  voter: 'ann',
  ruleId: 'weak-hash',
  template,
  size: 'small',
  source: 'rule',
  outcome,
  ...more,
});
const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe('what a team takes', () => {
  it('keeps the order of fixes while nothing is known, and where all that is known is of another rule', () => {
    expect(learnFixAcceptance([])).toBeNull();
    const known = learnFixAcceptance(times(20, judged('a', 'rejected', { ruleId: 'debug-mode' })));
    const preference = fixPreferenceOf(known ?? expect.fail());
    expect(preference('weak-hash', fix('a'), 0)).toBeGreaterThan(preference('weak-hash', fix('b'), 1));
  });

  it('puts what was refused behind what was never shown, and what is taken before both', () => {
    const known = learnFixAcceptance([...times(4, judged('a', 'rejected')), ...times(4, judged('c', 'applied'))]);
    const [a, b, c] = ['a', 'b', 'c'].map((template) =>
      fixAcceptanceOf(known ?? expect.fail(), 'weak-hash', fix(template), { source: 'rule', place: 1 }),
    );
    expect(c).toBeGreaterThan(b);
    expect(b).toBeGreaterThan(a);
  });

  it('counts a fix that was changed as half taken, and learns of sizes and sources beyond the rule', () => {
    const known = learnFixAcceptance([
      ...times(10, judged('a', 'edited')),
      ...times(10, judged('b', 'applied')),
      ...times(30, judged('long', 'rejected', { ruleId: 'sql-injection', size: 'large', source: 'llm' })),
    ]);
    const of = (kind: FixKind, source = 'rule') =>
      fixAcceptanceOf(known ?? expect.fail(), 'weak-hash', kind, { source, place: 1 });
    expect(of(fix('b'))).toBeGreaterThan(of(fix('a')));
    expect(of(fix('new', 'small'))).toBeGreaterThan(of(fix('new', 'large')));
    expect(of(fix('new'))).toBeGreaterThan(of(fix('new'), 'llm'));
  });

  it('lets no one user hold more than half of a rule where others vote', () => {
    const flood = times(500, judged('a', 'rejected', { voter: 'mallory' }));
    const others = ['ann', 'bob', 'eve', 'joe'].flatMap((voter) => times(3, judged('a', 'applied', { voter })));
    const known = learnFixAcceptance([...flood, ...others]);
    expect(
      fixAcceptanceOf(known ?? expect.fail(), 'weak-hash', fix('a'), { source: 'rule', place: 1 }),
    ).toBeGreaterThan(0.45);
  });

  it('takes names of rules and fixes as they come', () => {
    const known = learnFixAcceptance([judged('constructor', 'applied', { ruleId: '__proto__' })]);
    expect(
      fixAcceptanceOf(known ?? expect.fail(), 'toString', fix('valueOf'), { source: 'rule', place: 1 }),
    ).toBeGreaterThan(0);
  });
});

it('has its first suggestion taken more often than the fixed order, by simulated teams', () => {
  const findings = [
    { ruleId: 'weak-hash', fixes: [fix('a'), fix('b')] },
    { ruleId: 'debug-mode', fixes: [fix('c'), fix('d')] },
    { ruleId: 'outdated-tls', fixes: [fix('e'), fix('f'), fix('g', 'medium')] },
  ];
  const random = (seed: number) => {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  };
  const result = simulateFixing(findings, { seed: 7, teams: 40, rounds: 60 }, random);
  expect(result.learned).toBeGreaterThan(result.fixed + 0.05);
  expect(result.best).toBeGreaterThanOrEqual(result.learned);
  expect(result.teamsBetter).toBeGreaterThan(2 * result.teamsWorse);
});
