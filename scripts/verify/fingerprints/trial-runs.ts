// Many trials over all samples: kinds of edit in turn, so that rare ones count as much as frequent ones.
import type { Engine, Finding } from '../../../src/analysis-engine/index.ts';
import type { CodeSample } from '../code-samples.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { EditMaker } from './harmless-edits.ts';
import { createSpecimen, type Specimen } from './specimen.ts';
import type { Trial, TrialResult } from './trial.ts';

type Tally = Map<string, number>;

export interface TrialRun {
  /** `edit`, tab, `language`, tab, `outcome` → how often */
  readonly tally: Tally;
  /** trials that went wrong, first ones only */
  readonly failures: readonly { readonly edit: string; readonly outcome: string; readonly trial: Trial }[];
}

const SHOWN_FAILURES = 20;

/** Files with findings, by language. */
export function specimensOf(engine: Engine, samples: readonly CodeSample[]): Map<string, Specimen[]> {
  const specimens = new Map<string, Specimen[]>();
  for (const sample of samples) {
    const specimen = createSpecimen(engine, sample);
    if (specimen === null || specimen.findings.length === 0) continue;
    specimens.set(sample.language, [...(specimens.get(sample.language) ?? []), specimen]);
  }
  return specimens;
}

type Try<Outcome> = (
  engine: Engine,
  specimen: Specimen,
  finding: Finding,
  edit: EditMaker,
  random: SeededRandom,
) => TrialResult<Outcome>;

interface Plan<Outcome extends string> {
  readonly engine: Engine;
  readonly specimens: ReadonlyMap<string, readonly Specimen[]>;
  readonly edits: Readonly<Record<string, EditMaker>>;
  readonly attempt: Try<Outcome>;
  readonly isFailure: (outcome: Outcome) => boolean;
  /** how many trials whose edit applied */
  readonly count: number;
  readonly random: SeededRandom;
}

/** Tries until `count` edits applied; those that do not are tallied as `none`. */
export function runTrials<Outcome extends string>(plan: Plan<Outcome>): TrialRun {
  const { engine, specimens, edits, random } = plan;
  const tally: Tally = new Map();
  const failures: TrialRun['failures'][number][] = [];
  const names = Object.keys(edits);
  const languages = [...specimens.keys()];
  let done = 0;
  for (let attempt = 0; done < plan.count && attempt < plan.count * 20; attempt++) {
    const name = names[attempt % names.length];
    const language = languages[Math.floor(attempt / names.length) % languages.length];
    const specimen = random.pick(specimens.get(language) ?? []);
    const { outcome, trial } = plan.attempt(engine, specimen, random.pick(specimen.findings), edits[name], random);
    const key = `${name}\t${language}\t${outcome}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
    if (outcome !== 'none') done++;
    if (plan.isFailure(outcome) && trial !== null && failures.length < SHOWN_FAILURES)
      failures.push({ edit: name, outcome, trial });
  }
  return { tally, failures };
}
