import { describe, expect, it } from 'vitest';
import { canonicalParameters } from './parameter-file.ts';
import { BUILT_IN_PARAMETERS } from './parameters.ts';
import { confidenceOf, fitRanker } from './ranker.ts';
import { sampleFeatures, sampleJudgement, simulatedTeam } from './testing/simulated-team.ts';

const parameters = canonicalParameters(BUILT_IN_PARAMETERS);
const TEAMS = [1, 2, 3, 4, 5, 6];

/** How well confidences order findings by what the team thinks (area under the curve), how far they are from coming true, and what is shown. */
function measure(verdicts: number, mistakes = 0.1) {
  let [ordered, pairs, gap, count] = [0, 0, 0, 0];
  const bins = Array.from({ length: 10 }, () => ({ sum: 0, true: 0, count: 0 }));
  for (const seed of TEAMS) {
    const team = simulatedTeam(seed);
    const ranker = fitRanker(parameters, { version: verdicts, judgements: team.judgements(verdicts, mistakes) });
    const tests = Array.from({ length: 150 }, () => team.finding());
    const scores = tests.map(({ features }) => confidenceOf(ranker, features));
    tests.forEach(({ isTrue }, index) => {
      const score = scores[index] ?? 0;
      const bin = bins[Math.min(9, Math.floor(score * 10))];
      if (bin === undefined) return;
      bin.sum += score;
      bin.true += team.random() < 0.1 !== isTrue ? 1 : 0;
      bin.count++;
      tests.forEach((other, place) => {
        if (!isTrue || other.isTrue) return;
        pairs++;
        const difference = score - (scores[place] ?? 0);
        ordered += difference === 0 ? 0.5 : Number(difference > 0);
      });
    });
  }
  for (const bin of bins) {
    gap += Math.abs(bin.sum - bin.true);
    count += bin.count;
  }
  return { auc: ordered / pairs, calibrationError: gap / count };
}

describe('fitRanker', () => {
  it('says what the engine says before it is taught anything', () => {
    const ranker = fitRanker(parameters, { version: 0, judgements: [] });
    for (const confidence of [0.4, 0.75, 0.9]) {
      expect(confidenceOf(ranker, sampleFeatures({ confidence }))).toBe(confidence);
    }
  });

  it('learns what a team thinks, the better the more it is taught', () => {
    const [few, some, many] = [measure(30), measure(100), measure(300)];
    expect(few.auc).toBeGreaterThan(0.7);
    expect(some.auc).toBeGreaterThan(0.85);
    expect(many.auc).toBeGreaterThan(0.93);
    expect(many.calibrationError).toBeLessThan(0.06);
  });

  it('says the share of the team where it knows nothing else', () => {
    const strange = sampleFeatures({ rule: 'regex-denial', path: 'lib/odd/thing.py', within: 'other' });
    const confidence = (share: number) => {
      const judgements = Array.from({ length: 400 }, (_, index) => {
        const features = sampleFeatures({ path: `src/api/file_${index}.py`, within: `load_${index}` });
        return sampleJudgement(index + 1, features, index % 20 < share * 20);
      });
      return confidenceOf(fitRanker(parameters, { version: 400, judgements }), strange);
    };
    expect(confidence(1)).toBeGreaterThan(0.93);
    expect(confidence(0.5)).toBeCloseTo(0.5, 1);
    expect(confidence(0.05)).toBeLessThan(0.3);
  });

  it('hides nothing after a few false alarms', () => {
    for (const count of [1, 2, 3, 5, 10]) {
      const judgements = Array.from({ length: count }, (_, index) =>
        sampleJudgement(
          index + 1,
          sampleFeatures({ confidence: 0.6, path: 'src/a.py', within: `load_${index}` }),
          false,
        ),
      );
      const other = sampleFeatures({ confidence: 0.6, path: 'src/a.py', within: 'store' });
      expect(confidenceOf(fitRanker(parameters, { version: count, judgements }), other)).toBeGreaterThanOrEqual(0.3);
    }
  });

  it('knows nothing when verdicts mean nothing', () => {
    const { auc } = measure(300, 0.5);
    expect(Math.abs(auc - 0.5)).toBeLessThan(0.08);
  });

  it('is the same each time, with and without a memory, and takes back what is taken back', () => {
    const team = simulatedTeam(9);
    const judgements = team.judgements(120);
    const tests = Array.from({ length: 30 }, () => team.finding().features);
    const scores = (count: number, memory?: Map<string, never>) => {
      const ranker = fitRanker(parameters, { version: count, judgements: judgements.slice(0, count) }, memory);
      return tests.map((features) => confidenceOf(ranker, features));
    };
    const memory = new Map<string, never>();
    for (const count of [100, 101, 120]) scores(count, memory);
    expect(memory.size).toBeLessThan(3);
    expect(scores(101, memory)).toEqual(scores(101));
    expect(scores(120)).not.toEqual(scores(101));
  });

  it('follows a verdict at once where nothing was said before', () => {
    const features = sampleFeatures({ path: 'tests/unit/app.py' });
    const [before, after] = [[], [sampleJudgement(1, features, false)]].map((judgements) =>
      confidenceOf(fitRanker(parameters, { version: 1, judgements }), features),
    );
    expect(after).toBeLessThan((before ?? 0) - 0.1);
  });

  it('tells rules, places and names apart', () => {
    const judgements = Array.from({ length: 40 }, (_, index) => {
      const isTest = index % 2 === 0;
      const path = isTest ? `tests/unit/case_${index}.py` : `src/api/view_${index}.py`;
      return sampleJudgement(index + 1, sampleFeatures({ path, within: `call_${index}` }), !isTest);
    });
    const ranker = fitRanker(parameters, { version: 40, judgements });
    const inTests = confidenceOf(ranker, sampleFeatures({ path: 'tests/unit/other.py', within: 'other' }));
    const inSource = confidenceOf(ranker, sampleFeatures({ path: 'src/api/other.py', within: 'other' }));
    expect(inTests).toBeLessThan(0.3);
    expect(inSource).toBeGreaterThan(0.7);
  });
});
