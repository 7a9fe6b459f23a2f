import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { gainOf } from './gain.ts';
import { areaUnderCurve, calibrationCurve, calibrationError, scoreFigures } from './scores.ts';

const scored = (confidence: number, useful: boolean) => ({ confidence, useful });

describe('figures', () => {
  it('count ties half in the AUC, and give none where all verdicts are alike', () => {
    expect(areaUnderCurve([scored(0.9, true), scored(0.1, false)])).toBe(1);
    expect(areaUnderCurve([scored(0.5, true), scored(0.5, false)])).toBe(0.5);
    const mixed = [scored(0.8, true), scored(0.6, false), scored(0.6, true), scored(0.2, false)];
    expect(areaUnderCurve(mixed)).toBe(0.875);
    expect(areaUnderCurve([scored(0.5, true)])).toBeNull();
    expect(areaUnderCurve([])).toBeNull();
  });

  it('measure calibration by what came true in each bin', () => {
    const honest = Array.from({ length: 100 }, (_, index) => scored(0.75, index < 75));
    expect(calibrationError(honest)).toBeCloseTo(0, 10);
    const boastful = Array.from({ length: 100 }, (_, index) => scored(0.95, index < 75));
    expect(calibrationError(boastful)).toBeCloseTo(0.2, 10);
    expect(calibrationCurve(boastful)).toEqual([
      { from: 0.9, to: 1, verdicts: 100, meanConfidence: expect.closeTo(0.95), usefulShare: 0.75 },
    ]);
  });

  it('cost much but not without end when a certainty was wrong', () => {
    const { logLoss } = scoreFigures([scored(1, false)]);
    expect(logLoss).toBeGreaterThan(9);
    expect(logLoss).toBeLessThan(10);
    expect(scoreFigures([])).toMatchObject({ verdicts: 0, logLoss: 0, auc: null, ece: 0 });
  });
});

describe('gain', () => {
  const losses = (champion: number, challenger: number, spread: number) => {
    const random = seededRandom(3);
    return Array.from({ length: 300 }, (_, index) => ({
      group: String(index % 100),
      champion: champion + spread * random(),
      challenger: challenger + spread * random(),
    }));
  };

  it('is above zero for a better model and not for an equal one', () => {
    const better = gainOf(losses(0.6, 0.5, 0.2), 1);
    expect(better.low).toBeGreaterThan(0);
    expect(better.mean).toBeCloseTo(0.1, 1);
    const equal = gainOf(losses(0.5, 0.5, 0.2), 1);
    expect(equal.low).toBeLessThan(0);
    expect(equal.high).toBeGreaterThan(0);
  });

  it('is the same for the same seed, and wider when verdicts hang together', () => {
    const rows = losses(0.5, 0.45, 1);
    expect(gainOf(rows, 7)).toEqual(gainOf(rows, 7));
    const width = (groups: number) => {
      const { low, high } = gainOf(
        rows.map((row, index) => ({ ...row, group: String(index % groups) })),
        7,
      );
      return high - low;
    };
    expect(width(300)).toBeGreaterThan(0);
    expect(gainOf([], 7)).toEqual({ mean: 0, low: 0, high: 0 });
  });
});
