// Mutated inputs through the engine: it must not throw, must keep to its budget, and must answer the same again, whether it
// has been used for long or is new. Input `n` of a seed is always the same, whatever ran before.
import { createEngine, type Engine } from '../../../src/analysis-engine/index.ts';
import { LIMITS } from '../../../src/analysis-engine/limits.ts';
import { FRONT_ENDS } from '../../../src/analysis-engine/lowering/front-ends.ts';
import { ParseBudgetExceeded } from '../../../src/analysis-engine/parsing/parse-budget.ts';
import { loadGrammar, loadRuntime } from '../../../src/model-service/issue-identification/grammar-files.ts';
import { BUILT_IN_RULES } from '../../../src/rules/index.ts';
import { type CodeSample, fixtures, ruleExamples } from '../code-samples.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import { type Donor, mutated } from './mutations.ts';

export interface FuzzFailure {
  readonly index: number;
  readonly problem: 'crash' | 'differs' | 'over budget';
  readonly detail: string;
  readonly code: string;
}

export interface Fuzzer {
  /** runs input `index`; null when all is well */
  run(index: number): Promise<FuzzFailure | null>;
  readonly inputOf: (index: number) => string;
  close(): void;
}

/** What is open when the budget ends is still answered, with "unknown", and that counts too. */
const OVERRUN = 1.2;

/** The second engine is made anew after so many inputs. */
const NEW_ENGINE_AFTER = 1000;

export async function createFuzzer(language: string, seed: number): Promise<Fuzzer> {
  // Strangers of every language are parsed for their pieces.
  const longUsed = await newEngine([...FRONT_ENDS.keys()]);
  let fresh = await newEngine([language]);
  let runs = 0;
  const samples = [...ruleExamples(), ...fixtures()];
  const own = samples.filter((sample) => sample.language === language);
  const inputs = createInputs(longUsed, language, seed, own, samples);
  return {
    inputOf: inputs,
    run: async (index) => {
      if (++runs % NEW_ENGINE_AFTER === 0) {
        fresh.close();
        fresh = await newEngine([language]);
      }
      return tryInput(longUsed, fresh, language, index, inputs(index));
    },
    close: () => {
      longUsed.close();
      fresh.close();
    },
  };
}

async function newEngine(languages: readonly string[]): Promise<Engine> {
  const engine = await createEngine({ loadGrammar, loadRuntime, rules: BUILT_IN_RULES });
  for (const language of languages) await engine.prepare(language);
  return engine;
}

function createInputs(
  engine: Engine,
  language: string,
  seed: number,
  own: readonly CodeSample[],
  all: readonly CodeSample[],
): (index: number) => string {
  const donors = new Map<CodeSample, Donor>();
  const donorOf = (sample: CodeSample): Donor => {
    const known = donors.get(sample);
    if (known !== undefined) return known;
    const donor = { code: sample.code, tree: engine.parse(sample.code, sample.language, sample.path) };
    donors.set(sample, donor);
    return donor;
  };
  const parse = (code: string) => {
    try {
      return engine.parse(code, language);
    } catch (error) {
      // What exhausts the parser has no tree to take a part of.
      if (error instanceof ParseBudgetExceeded) return engine.parse('', language);
      throw error;
    }
  };
  return (index) => {
    const random = randomOf(seed, index);
    const context = {
      random,
      donor: () => donorOf(random.pick(own)),
      stranger: () => donorOf(random.pick(all)),
      parse,
    };
    return mutated(random.pick(own).code, context);
  };
}

/** Neighbouring inputs must not look alike. */
function randomOf(seed: number, index: number): SeededRandom {
  return seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
}

function tryInput(longUsed: Engine, fresh: Engine, language: string, index: number, code: string): FuzzFailure | null {
  const request = { code, language, path: `input.${EXTENSIONS[language]}`, files: [] };
  try {
    const first = longUsed.analyze(request);
    const { nodes, steps } = first.statistics;
    const budget = OVERRUN * (LIMITS.stepsForAnyFile + LIMITS.stepsPerNode * nodes);
    if (steps > budget) return { index, problem: 'over budget', detail: `${steps} steps of ${budget}`, code };
    const [a, b] = [JSON.stringify(first), JSON.stringify(fresh.analyze(request))];
    return a === b ? null : { index, problem: 'differs', detail: `${a}\n${b}`, code };
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { index, problem: 'crash', detail, code };
  }
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  python: 'py',
  java: 'java',
  javascript: 'js',
  typescript: 'tsx',
  go: 'go',
};
