// A team with a taste of its own, for tests and measurements: what it thinks of a finding depends on rule, place and name.
import type { RankingFeatures } from '../features.ts';
import { rankingFeatures } from '../features.ts';
import type { Judgement } from '../knowledge.ts';

const RULES = ['sql-injection', 'weak-hash', 'open-redirect', 'path-traversal', 'dynamic-code', 'resource-leak'];
const PLACES = ['src/api', 'src/core', 'tests/unit', 'examples/basic', 'scripts', 'vendor/lib'];
const WORDS = ['invoice', 'legacy', 'admin', 'demo', 'report', 'sync'];

export interface SimulatedTeam {
  /** a new finding, with what the team truly thinks of it */
  finding(): { readonly features: RankingFeatures; readonly isTrue: boolean };
  /** verdicts on new findings, of which this share is mistaken */
  judgements(count: number, mistakes?: number): Judgement[];
  random(): number;
}

/** The same seed, the same team and the same findings. */
export function simulatedTeam(seed: number): SimulatedTeam {
  const random = seededRandom(seed);
  const bell = (scale: number) => (random() + random() + random() - 1.5) * scale;
  const byRule = RULES.map(() => bell(3));
  const byPlace = PLACES.map(() => bell(3));
  const byWord = WORDS.map(() => bell(1.5));
  const pick = (list: readonly unknown[]) => Math.floor(random() * list.length);
  let serial = 0;
  const finding = () => {
    const [rule, place, word] = [pick(RULES), pick(PLACES), pick(WORDS)];
    serial++;
    const name = `${WORDS[word]}_load_${serial}`;
    const features = sampleFeatures({ rule: RULES[rule] ?? '', path: `${PLACES[place]}/${name}.py`, within: name });
    return { features, isTrue: (byRule[rule] ?? 0) + (byPlace[place] ?? 0) + (byWord[word] ?? 0) > -0.3 };
  };
  return {
    finding,
    random,
    judgements: (count, mistakes = 0.1) =>
      Array.from({ length: count }, (_, index) => {
        const { features, isTrue } = finding();
        return sampleJudgement(index + 1, features, random() < mistakes ? !isTrue : isTrue);
      }),
  };
}

export function sampleJudgement(
  version: number,
  features: RankingFeatures,
  isTrue: boolean,
  voter = 'someone',
): Judgement {
  return { id: `v${version}`, version, voter, subject: `s${version}`, isTrue, isProposed: false, features };
}

export function sampleFeatures({
  rule = 'sql-injection',
  path = 'src/api/show.py',
  within = 'show',
  confidence = 0.8,
}: {
  readonly rule?: string;
  readonly path?: string;
  readonly within?: string;
  readonly confidence?: number;
}): RankingFeatures {
  return rankingFeatures(
    {
      ruleId: rule,
      severity: 'medium',
      category: 'security',
      confidence,
      path,
      within,
      traceSteps: 3,
      crossesFiles: false,
      sealedFeatures: [],
    },
    { language: 'python', repository: 'shop' },
    (_kind, name) => name,
  );
}

function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
