import { describe, expect, it } from 'vitest';
import type { Judgement } from './knowledge.ts';
import { canonicalParameters } from './parameter-file.ts';
import { BUILT_IN_PARAMETERS } from './parameters.ts';
import { confidenceOf, fitRanker } from './ranker.ts';
import { sampleFeatures, sampleJudgement } from './testing/simulated-team.ts';
import { voteWeights } from './votes.ts';

const parameters = canonicalParameters(BUILT_IN_PARAMETERS);

let version = 0;
function votes(voter: string, count: number, isTrue: boolean, folder = 'src/api', rule = 'sql-injection'): Judgement[] {
  return Array.from({ length: count }, (_, index) => {
    version++;
    const features = sampleFeatures({ rule, path: `${folder}/file_${index}.py`, within: `load_${index}` });
    return sampleJudgement(version, features, isTrue, voter);
  });
}

function shares(judgements: readonly Judgement[]): Record<string, number> {
  const weights = voteWeights(judgements, 0.5);
  const sums: Record<string, number> = {};
  judgements.forEach(({ voter }, row) => {
    sums[voter] = (sums[voter] ?? 0) + (weights[row] ?? 0);
  });
  return sums;
}

describe('voteWeights', () => {
  it('counts a user who is alone fully, and one verdict each as one', () => {
    expect(shares(votes('ann', 30, false))).toEqual({ ann: 30 });
    expect(shares([...votes('ann', 1, true), ...votes('ben', 1, true)])).toEqual({ ann: 1, ben: 1 });
  });

  it('gives no user more than half of a rule in a place where others voted', () => {
    const sums = shares([...votes('ann', 100, true), ...votes('ben', 4, false)]);
    expect(sums.ann).toBeCloseTo(sums.ben ?? 0);
    const elsewhere = shares([...votes('ann', 100, true), ...votes('ben', 4, false, 'tests')]);
    expect(elsewhere).toEqual({ ann: 100, ben: 4 });
  });

  it('counts a proposal for less', () => {
    const [first] = votes('ann', 1, false);
    expect(first && [...voteWeights([{ ...first, isProposed: true }], 0.5)]).toEqual([0.5]);
  });
});

describe('five hundred dismissals by one of five', () => {
  const team = ['ann', 'ben', 'cem', 'dot'].flatMap((voter) => [
    ...votes(voter, 5, true),
    ...votes(voter, 3, true, 'src/core', 'weak-hash'),
  ]);
  const asked = sampleFeatures({ path: 'src/api/new.py', within: 'new' });
  const confidence = (judgements: readonly Judgement[]) =>
    confidenceOf(fitRanker(parameters, { version, judgements }), asked);

  it.each([
    ['of the same rule in the same place', () => votes('eve', 500, false)],
    ['of the same rule in other places', () => votes('eve', 500, false, 'src/other')],
    ['of the same rule everywhere', () => [...votes('eve', 250, false), ...votes('eve', 250, false, 'src/other')]],
    ['of other rules in the same place', () => votes('eve', 500, false, 'src/api', 'open-redirect')],
  ])('%s move what the four others support by at most 0.05', (_, attack) => {
    const [before, after] = [confidence(team), confidence([...team, ...attack()])];
    expect(before).toBeGreaterThan(0.75);
    expect(before - after).toBeLessThanOrEqual(0.05);
  });
});
