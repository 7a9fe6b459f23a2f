import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src/analysis-engine/index.ts';
import { loadGrammar, loadRuntime } from '../../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../../src/rules/index.ts';
import { ruleExamples } from '../code-samples.ts';
import { seededRandom } from '../seeded-random.ts';
import { HARMLESS_EDITS } from './harmless-edits.ts';
import { NEW_DEFECTS } from './new-defects.ts';
import type { Specimen } from './specimen.ts';
import { tryDefect, tryHarmless } from './trial.ts';
import { runTrials, specimensOf } from './trial-runs.ts';

const COUNT = 150;

describe('a dismissal', () => {
  let engine: Engine;
  let specimens: Map<string, Specimen[]>;
  beforeAll(async () => {
    engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
    for (const language of engine.supportedLanguages) await engine.prepare(language);
    // Every fourth example: enough for each language and kind of edit.
    specimens = specimensOf(
      engine,
      ruleExamples().filter((_, index) => index % 4 === 0),
    );
  });
  const outcomes = (tally: ReadonlyMap<string, number>) => new Set([...tally.keys()].map((key) => key.split('\t')[2]));

  it('survives harmless edits of real code', () => {
    const { tally, failures } = runTrials({
      ...{ engine, specimens, count: COUNT, random: seededRandom(5), edits: HARMLESS_EDITS, attempt: tryHarmless },
      isFailure: (outcome) => outcome === 'returned',
    });
    expect(failures.map(({ edit, trial }) => [edit, trial.after])).toEqual([]);
    expect(outcomes(tally)).toContain('survived');
    expect(new Set([...tally.keys()].map((key) => key.split('\t')[1])).size).toBe(5);
  });

  it('hides no new defect', () => {
    const { tally, failures } = runTrials({
      ...{ engine, specimens, count: COUNT, random: seededRandom(6), edits: NEW_DEFECTS, attempt: tryDefect },
      isFailure: (outcome) => outcome === 'hidden',
    });
    expect(failures.map(({ edit, trial }) => [edit, trial.after])).toEqual([]);
    expect(outcomes(tally)).toContain('shown');
  });
});
