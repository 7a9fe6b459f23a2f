import { describe, expect, it } from 'vitest';
import { rankingFeatures } from '../../../src/model-service/index.ts';
import { gainOver, lossesOn, ruleShares, type Verdict } from './held-out.ts';

function verdict(file: string, rule: string, isTrue: boolean): Verdict {
  const finding = { ruleId: rule, severity: 'high', category: 'security', confidence: 0.8, path: file } as const;
  const rest = { within: '', traceSteps: 1, crossesFiles: false, sealedFeatures: [] };
  const features = rankingFeatures(
    { ...finding, ...rest },
    { language: 'python', repository: 'shop' },
    (_, name) => name,
  );
  return { file, isTrue, features };
}

/** In every file one finding of a rule that is always right and one of a rule that is always wrong. */
const verdicts = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `src/f${from + index}.py`).flatMap((file) => [
    verdict(file, 'sql-injection', true),
    verdict(file, 'weak-hash', false),
  ]);

describe('what is foretold of a part that was left out', () => {
  it('loses less than the engine where rules tell verdicts apart, and the interval says so', () => {
    const losses = lossesOn(verdicts(100, 20), verdicts(0, 60));
    const gain = gainOver('engine', losses, 1);
    expect(gain.low).toBeGreaterThan(0);
    expect(gain.mean).toBeCloseTo(
      losses.reduce((sum, { engine, ranker }) => sum + engine - ranker, 0) / losses.length,
      12,
    );
    expect(gainOver('share', losses, 1).low).toBeGreaterThan(0);
  });

  it('draws files, not findings: one file says nothing of others', () => {
    const held = verdicts(100, 30).map((one) => ({ ...one, file: 'src/one.py' }));
    const gain = gainOver('engine', lossesOn(held, verdicts(0, 60)), 1);
    expect(gain.low).toBeCloseTo(gain.high, 12);
  });
});

describe('shares of rules', () => {
  it('are near what was seen of a rule, and those of all for a rule that was not', () => {
    const share = ruleShares(verdicts(0, 60));
    expect(share('sql-injection')).toBeGreaterThan(0.95);
    expect(share('weak-hash')).toBeLessThan(0.05);
    expect(share('open-redirect')).toBeCloseTo(0.5, 2);
  });

  it('draw rules together that only chance tells apart', () => {
    const same = Array.from({ length: 200 }, (_, at) => verdict('src/a.py', `rule-${at % 40}`, (at * 7919) % 11 > 2));
    const share = ruleShares(same);
    expect(Math.abs(share('rule-1') - share('rule-2'))).toBeLessThan(0.2);
  });
});
