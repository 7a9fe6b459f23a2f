// Teams with a taste of their own for fixes, for tests and measurements: how often each takes a fix depends on the rule, the fix
// and its size, and is unknown to what learns.
import type { FixKind } from '../../../analysis-engine/index.ts';
import { fixPreferenceOf, type JudgedFix, learnFixAcceptance } from '../fix-acceptance.ts';

/** The fixes of a finding in the order in which they are written. */
export interface FixableFinding {
  readonly ruleId: string;
  readonly fixes: readonly FixKind[];
}

export interface FixingResult {
  /** shares of the first suggestions that were taken, over all rounds and teams */
  readonly fixed: number;
  readonly learned: number;
  readonly best: number;
  readonly teamsBetter: number;
  readonly teamsWorse: number;
}

export interface FixingPlan {
  readonly seed: number;
  readonly teams: number;
  readonly rounds: number;
}

/** Each team sees findings one by one and takes or refuses what is suggested first: in fixed order, and in the order learned so far. */
export function simulateFixing(
  findings: readonly FixableFinding[],
  { seed, teams, rounds }: FixingPlan,
  random: (seed: number) => () => number,
): FixingResult {
  let [fixed, learned, best, teamsBetter, teamsWorse] = [0, 0, 0, 0, 0];
  for (let team = 0; team < teams; team++) {
    const next = random(seed + team);
    const taste = tasteOf(next);
    const judged: JudgedFix[] = [];
    let [inFixed, inLearned] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const { ruleId, fixes } = findings[Math.floor(next() * findings.length)] ?? findings[0];
      const luck = next();
      const known = learnFixAcceptance(judged);
      const preference = known === null ? () => 0 : fixPreferenceOf(known);
      const first = firstBy(fixes, (kind, place) => preference(ruleId, kind, place));
      const chance = fixes.map((kind) => taste(ruleId, kind));
      inFixed += luck < (chance[0] ?? 0) ? 1 : 0;
      const isTaken = luck < (chance[first] ?? 0);
      inLearned += isTaken ? 1 : 0;
      best += luck < Math.max(...chance) ? 1 : 0;
      const { template, size } = fixes[first] ?? fixes[0];
      const voter = `user ${Math.floor(next() * 3)}`;
      judged.push({ voter, ruleId, template, size, source: 'rule', outcome: isTaken ? 'applied' : 'rejected' });
    }
    fixed += inFixed;
    learned += inLearned;
    if (inLearned > inFixed) teamsBetter++;
    if (inLearned < inFixed) teamsWorse++;
  }
  const all = teams * rounds;
  return { fixed: fixed / all, learned: learned / all, best: best / all, teamsBetter, teamsWorse };
}

/** The chance that the team takes a fix, the same whenever it is asked. */
function tasteOf(next: () => number): (ruleId: string, kind: FixKind) => number {
  const known = new Map<string, number>();
  return (ruleId, { template }) => {
    const key = `${ruleId}\n${template}`;
    const chance = known.get(key) ?? 0.1 + 0.85 * next();
    known.set(key, chance);
    return chance;
  };
}

function firstBy(fixes: readonly FixKind[], score: (kind: FixKind, place: number) => number): number {
  const scores = fixes.map(score);
  return scores.indexOf(Math.max(...scores));
}
