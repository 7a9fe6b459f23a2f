import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { placeInRollout, unitFor } from './arm.ts';
import { isWorse, NO_EVIDENCE, withOutcomes } from './evidence.ts';
import {
  decide,
  inNextStage,
  NEW_ROLLOUT,
  type RolloutRecord,
  withAnalyses,
  withJudgement,
  withShadowVerdict,
} from './rollout.ts';

const DAY = 86_400_000;

/** How many canary-arm outcomes it took to find the canary worse, or null. */
function watch(seed: number, rates: { champion: number; canary: number }, share: number, most: number): number | null {
  const random = seededRandom(seed);
  let evidence = NO_EVIDENCE;
  for (let seen = 0; seen < most; ) {
    const arm = random() < share ? 'canary' : 'champion';
    if (arm === 'canary') seen++;
    evidence = withOutcomes(evidence, { [arm]: { outcomes: 1, bad: random() < rates[arm] ? 1 : 0 } });
    if (isWorse(evidence, 0.03)) return seen;
  }
  return null;
}

describe('evidence', () => {
  it('finds a canary that is clearly worse within 200 of its outcomes', () => {
    const runs = Array.from({ length: 50 }, (_, seed) => watch(seed, { champion: 0.3, canary: 0.6 }, 0.05, 200));
    expect(runs.filter((run) => run === null)).toEqual([]);
  });

  it('finds an equal one worse no oftener than it may, though it looks after every outcome', () => {
    const runs = Array.from({ length: 200 }, (_, seed) => watch(seed, { champion: 0.3, canary: 0.3 }, 0.25, 200));
    expect(runs.filter((run) => run !== null).length).toBeLessThanOrEqual(10);
  });

  it('says nothing of one arm alone', () => {
    const alone = withOutcomes(NO_EVIDENCE, { canary: { outcomes: 500, bad: 500 } });
    expect(isWorse(alone, 0.03)).toBe(false);
  });
});

describe('arm', () => {
  const request = { tenantId: 't', repository: 'shop', path: 'a.py', code: '' };

  it('is sticky, and nobody leaves the canary as it grows', () => {
    const places = Array.from({ length: 2000 }, (_, index) =>
      placeInRollout('r1', 'repository', { ...request, repository: `repository-${index}` }),
    );
    expect(placeInRollout('r1', 'repository', { ...request, path: 'b.py' })).toBe(
      placeInRollout('r1', 'repository', request),
    );
    const in5 = places.filter((place) => place < 0.05);
    expect(in5.length).toBeGreaterThan(60);
    expect(in5.length).toBeLessThan(140);
    expect(in5.every((place) => place < 0.25)).toBe(true);
  });

  it('divides few repositories by file, and snippets by their code', () => {
    expect([unitFor(19), unitFor(20)]).toEqual(['file', 'repository']);
    expect(placeInRollout('r1', 'file', { ...request, path: 'b.py' })).not.toBe(placeInRollout('r1', 'file', request));
    const snippet = (code: string) => placeInRollout('r1', 'file', { ...request, repository: null, path: null, code });
    expect(snippet('a')).not.toBe(snippet('b'));
    expect(placeInRollout('r2', 'file', request)).not.toBe(placeInRollout('r1', 'file', request));
  });
});

describe('rollout', () => {
  const judged = (record: RolloutRecord, count: number, bad: number) => {
    let next = record;
    for (let index = 0; index < count; index++) {
      next = withJudgement(next, 'champion', index % 4 !== 0);
      next = withJudgement(next, 'canary', index % bad !== 0);
    }
    return next;
  };

  it('goes from the shadow over 5 % and 25 % to all', () => {
    let record = NEW_ROLLOUT;
    for (let index = 0; index < 20; index++) {
      record = withShadowVerdict(record, { champion: 0.6, challenger: 0.7 }, true);
    }
    expect(decide('shadow', record, 0)).toMatchObject({ kind: 'advance', to: 'canary_5' });
    record = inNextStage(record);
    expect(decide('canary_5', record, 0)).toEqual({ kind: 'wait' });
    record = judged(record, 20, 4);
    expect(decide('canary_5', record, 0)).toMatchObject({ kind: 'advance', to: 'canary_25' });
    record = judged(inNextStage(record), 80, 4);
    expect(decide('canary_25', record, 0)).toMatchObject({ kind: 'promote' });
  });

  it('does not go on while more of its findings are dismissed, though nothing is proven', () => {
    const record = judged(NEW_ROLLOUT, 20, 3);
    expect(decide('canary_5', record, 0)).toEqual({ kind: 'wait' });
  });

  it('goes on after days where few verdicts come, but not without analyses', () => {
    const record = withAnalyses(NEW_ROLLOUT, 'canary', { analyses: 60, failures: 0, slow: 0 });
    expect(decide('canary_5', record, 5 * DAY)).toMatchObject({ kind: 'advance' });
    expect(decide('canary_5', NEW_ROLLOUT, 50 * DAY)).toEqual({ kind: 'wait' });
  });

  it('ends in the shadow when its confidences lose more', () => {
    let record = NEW_ROLLOUT;
    for (let index = 0; index < 20; index++) {
      const useful = index % 2 === 0;
      record = withShadowVerdict(record, { champion: useful ? 0.8 : 0.2, challenger: useful ? 0.2 : 0.8 }, useful);
    }
    expect(decide('shadow', record, 0)).toMatchObject({ kind: 'roll-back', reason: expect.stringContaining('nats') });
  });

  it('is rolled back for dismissals, failures and slowness, with the figures', () => {
    expect(decide('canary_5', judged(NEW_ROLLOUT, 100, 1), 0)).toMatchObject({ kind: 'roll-back' });
    const failing = withAnalyses(
      withAnalyses(NEW_ROLLOUT, 'champion', { analyses: 1000, failures: 1, slow: 10 }),
      'canary',
      { analyses: 20, failures: 0, slow: 1 },
    );
    const bad = { analyses: 20, failures: 15, slow: 1 };
    const worse = withAnalyses(
      withAnalyses(failing, 'champion', { analyses: 100, failures: 0, slow: 1 }),
      'canary',
      bad,
    );
    expect(decide('canary_5', worse, 0)).toMatchObject({
      kind: 'roll-back',
      reason: expect.stringContaining('15 of 40, against 1 of 1100'),
    });
  });
});
