// Plays teams against the ranker in this process, with what the engine finds: the play of simulate.mjs without a server.
import {
  BUILT_IN_RANKER,
  confidenceOf,
  fitRanker,
  type Judgement,
  type ModelService,
  type RankerParameters,
  type RankingFeatures,
} from '../../../src/model-service/index.ts';
import { areaUnderCurve, calibrationError } from '../../../src/training-pipeline/evaluation/scores.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import { createFeaturesOf, type Defect, defectOf, type FeaturesOfDefect } from './defects.ts';
import { REFERENCES, type SeenVerdict } from './references.ts';
import type { Opinion, Taste } from './tastes.ts';

export interface Play {
  readonly taste: Taste;
  readonly teams: number;
  /** findings of each team that are foretold at each mark */
  readonly tests: number;
  readonly marks: readonly number[];
  readonly seed: number;
  /** verdicts are given at random, and opinions stay: no learner should find any */
  readonly isShuffled?: boolean;
  readonly parameters?: RankerParameters;
}

/** As simulate.mjs writes them. */
export interface MarkFigures {
  readonly verdicts: number;
  readonly outcomes: number;
  readonly assay: number;
  readonly best: number;
  readonly ece: number;
  /** shares of the false and of the true findings */
  readonly falseShown: number;
  readonly trueShown: number;
}

interface Team {
  readonly random: SeededRandom;
  readonly opinion: Opinion;
  readonly seen: SeenVerdict[];
  readonly judgements: Judgement[];
}

interface Finding {
  readonly defect: Defect;
  readonly features: RankingFeatures;
  /** what the team thinks */
  readonly isTrue: boolean;
  /** what its verdict would be */
  readonly verdict: boolean;
}

interface Test extends Finding {
  readonly confidence: number;
}

const MISTAKEN = 0.1;
/** The default of `minimum_confidence`. */
const SHOWN = 0.3;

export async function play(
  service: ModelService,
  { taste, teams, tests, marks, seed, isShuffled = false, parameters = BUILT_IN_RANKER }: Play,
): Promise<MarkFigures[]> {
  const featuresOf = createFeaturesOf(service);
  const players = Array.from({ length: teams }, (_, index): Team => {
    const random = seededRandom(1000 * seed + index);
    return { random, opinion: taste(random), seen: [], judgements: [] };
  });
  const figures: MarkFigures[] = [];
  for (const mark of marks) {
    const aucs: number[][] = [];
    const all: Test[] = [];
    for (const team of players) {
      while (team.judgements.length < mark) await judge(team, isShuffled, featuresOf);
      const ranker = fitRanker(parameters, { version: mark, judgements: team.judgements });
      const own: Test[] = [];
      while (own.length < tests) {
        const finding = await findingOf(team, featuresOf);
        own.push({ ...finding, confidence: confidenceOf(ranker, finding.features) });
      }
      const scores = [({ confidence }: Test) => confidence, ...learned(team.seen)];
      aucs.push(scores.map((score) => aucOf(own, score)));
      all.push(...own);
    }
    figures.push(figuresOf(mark, aucs, all));
  }
  return figures;
}

async function judge(team: Team, isShuffled: boolean, featuresOf: FeaturesOfDefect): Promise<void> {
  const { defect, features, verdict: meant } = await findingOf(team, featuresOf);
  const verdict = isShuffled ? team.random.chance(0.5) : meant;
  team.seen.push([defect, verdict]);
  const version = team.judgements.length + 1;
  const finding = { id: `v${version}`, version, subject: `s${version}`, features };
  team.judgements.push({ ...finding, voter: 'team', isTrue: verdict, isProposed: false });
}

/** The next one that the engine finds. */
async function findingOf({ random, opinion }: Team, featuresOf: FeaturesOfDefect): Promise<Finding> {
  for (let serial = 1; ; serial++) {
    const defect = defectOf(random, serial);
    const features = await featuresOf(defect);
    if (features === null) continue;
    const isTrue = opinion(defect) > 0.5;
    return { defect, features, isTrue, verdict: isTrue !== random.chance(MISTAKEN) };
  }
}

function learned(seen: readonly SeenVerdict[]): ((test: Test) => number)[] {
  return Object.values(REFERENCES).map((learn) => {
    const score = learn(seen);
    return ({ defect }) => score(defect);
  });
}

function aucOf(tests: readonly Test[], score: (test: Test) => number): number {
  return areaUnderCurve(tests.map((test) => ({ confidence: score(test), useful: test.isTrue }))) ?? Number.NaN;
}

/** `aucs`: of each team that of Assay and of the references, not a number where all findings are alike. */
function figuresOf(verdicts: number, aucs: readonly (readonly number[])[], all: readonly Test[]): MarkFigures {
  const meanOf = (column: number) => {
    const known = aucs.map((ofTeam) => ofTeam[column] ?? Number.NaN).filter((auc) => !Number.isNaN(auc));
    return known.reduce((sum, auc) => sum + auc, 0) / known.length;
  };
  const shownOf = (wanted: boolean) => {
    const those = all.filter(({ isTrue }) => isTrue === wanted);
    return those.filter(({ confidence }) => confidence >= SHOWN).length / Math.max(1, those.length);
  };
  return {
    verdicts,
    outcomes: all.length,
    assay: meanOf(0),
    best: Math.max(...Object.keys(REFERENCES).map((_, index) => meanOf(index + 1))),
    ece: calibrationError(all.map(({ confidence, verdict }) => ({ confidence, useful: verdict }))),
    falseShown: shownOf(false),
    trueShown: shownOf(true),
  };
}
