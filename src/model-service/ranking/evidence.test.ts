import { describe, expect, it } from 'vitest';
import { createDesign } from './design.ts';
import { logEvidence } from './evidence.ts';
import { FACTOR_GROUPS } from './factors.ts';
import { BUILT_IN_PARAMETERS } from './parameters.ts';
import { sampleFeatures, sampleJudgement } from './testing/simulated-team.ts';

const variances = (own: Readonly<Record<string, number>>) =>
  Float64Array.from(FACTOR_GROUPS, (group) => own[group] ?? 1e-6);

/** Verdicts of two rules in two places; `isTrue` says what decides. */
function designOf(count: number, isTrue: (rule: number, place: number) => boolean) {
  const judgements = Array.from({ length: count }, (_, index) => {
    const [rule, place] = [index % 2, Math.floor(index / 2) % 2];
    const path = `${place === 0 ? 'lib' : 'tests'}/file_${index}.py`;
    const features = sampleFeatures({ rule: rule === 0 ? 'weak-hash' : 'sql-injection', path });
    return sampleJudgement(index + 1, features, isTrue(rule, place));
  });
  return createDesign(BUILT_IN_PARAMETERS, judgements);
}

describe('logEvidence', () => {
  it('is the likelihood itself where effects are not believed in', () => {
    const { rows, columns } = designOf(6, (rule) => rule === 0);
    const plain = rows.outcomes.reduce((sum, outcome, row) => {
      const odds = rows.offsets[row] ?? 0;
      return sum - Math.log1p(Math.exp(outcome === 1 ? -odds : odds));
    }, 0);
    expect(logEvidence(rows, columns, variances({}))).toBeCloseTo(plain, 3);
  });

  it('is near the integral over one effect', () => {
    const { rows, columns } = designOf(8, (rule) => rule === 0);
    // Every row has the bias, and nothing else counts: one integral over its effect tells the same.
    const width = 0.01;
    let integral = 0;
    for (let effect = -12; effect < 12; effect += width) {
      const likelihood = rows.outcomes.reduce((product, outcome, row) => {
        const odds = (rows.offsets[row] ?? 0) + effect;
        return product / (1 + Math.exp(outcome === 1 ? -odds : odds));
      }, 1);
      integral += (width * likelihood * Math.exp(-(effect ** 2) / 8)) / Math.sqrt(8 * Math.PI);
    }
    expect(logEvidence(rows, columns, variances({ bias: 4 }))).toBeCloseTo(Math.log(integral), 1);
  });

  it('is greater for what the verdicts go by', () => {
    const [byRule, byPlace] = [variances({ bias: 1, rule: 4 }), variances({ bias: 1, folder: 4 })];
    const ofRules = designOf(16, (rule) => rule === 0);
    const ofPlaces = designOf(16, (_, place) => place === 0);
    expect(logEvidence(ofRules.rows, ofRules.columns, byRule)).toBeGreaterThan(
      logEvidence(ofRules.rows, ofRules.columns, byPlace) + 2,
    );
    expect(logEvidence(ofPlaces.rows, ofPlaces.columns, byPlace)).toBeGreaterThan(
      logEvidence(ofPlaces.rows, ofPlaces.columns, byRule) + 2,
    );
  });
});
