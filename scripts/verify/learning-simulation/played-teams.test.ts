import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModelService, type ModelService } from '../../../src/model-service/index.ts';
import { seededRandom } from '../seeded-random.ts';
import { defectOf, findingOf, KINDS } from './defects.ts';
import { play } from './played-teams.ts';
import { TASTES } from './tastes.ts';

let service: ModelService;
beforeAll(() => {
  service = createModelService({ threads: 0, timeoutMs: 60_000, memoryMb: 4096, maxQueue: 1 });
});
afterAll(() => service.close());

const taste = TASTES.plain ?? (() => () => 0.5);

describe('simulated teams', () => {
  it('judge what the engine finds in each kind of file, and it finds the same under every name', async () => {
    const random = seededRandom(3);
    for (const kind of KINDS.keys()) {
      const drawn = defectOf(random, 7);
      const others = [
        { ...drawn, kind },
        { ...drawn, kind, word: (drawn.word + 1) % 8, verb: (drawn.verb + 1) % 4 },
      ];
      const found = await Promise.all(others.map((defect) => findingOf(service, defect)));
      const [first, second] = found.map((finding) => {
        if (finding === null) return null;
        const { ruleId, severity, confidence, trace } = finding;
        return { ruleId, severity, confidence, steps: trace.length };
      });
      expect(first).not.toBeNull();
      expect(second).toEqual(first);
    }
  });

  it('play the same for the same seed, and teach the ranker about as much as they teach the references', async () => {
    const options = { taste, teams: 4, tests: 120, marks: [0, 100], seed: 9 };
    const figures = await play(service, options);
    expect(await play(service, options)).toEqual(figures);
    const [before, after] = figures;
    expect(before).toMatchObject({ verdicts: 0, outcomes: 480, trueShown: 1, falseShown: 1 });
    expect(after?.assay).toBeGreaterThan((after?.best ?? 1) - 0.05);
    expect(after?.assay).toBeGreaterThan(0.8);
  });

  it('teach nothing with verdicts at random', async () => {
    const [figures] = await play(service, { taste, teams: 6, tests: 120, marks: [100], seed: 9, isShuffled: true });
    expect(Math.abs((figures?.assay ?? 1) - 0.5)).toBeLessThan(0.1);
  });
});
