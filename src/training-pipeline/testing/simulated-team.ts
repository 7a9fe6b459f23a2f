// A team with habits, for tests and measurements: what it thinks of a finding follows from rule, folder and words, with noise.
import { type Judgement, rankingFeatures } from '../../model-service/index.ts';
import type { TrainingExample } from '../preprocessing/training-example.ts';
import { seededRandom } from '../seeded-random.ts';

export interface TeamOptions {
  readonly seed: number;
  readonly verdicts: number;
  readonly users?: number;
  readonly repositories?: number;
  /** share of verdicts that are the opposite of what the team thinks */
  readonly noise?: number;
  /** how far opinions on rules lie apart, in log-odds */
  readonly ruleSpread?: number;
}

const RULES = 24;
const FOLDERS = [
  'src/api',
  'src/web',
  'src/core',
  'tests/unit',
  'scripts',
  'examples/demo',
  'vendor/lib',
  'migrations',
];
const WORDS = [
  'load',
  'save',
  'render',
  'query',
  'legacy',
  'admin',
  'report',
  'mock',
  'invoice',
  'user',
  'batch',
  'debug',
];
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const HOUR_MS = 3_600_000;

/** The verdicts of the team in order, the same for the same options. */
export function simulatedTeam(options: TeamOptions): TrainingExample[] {
  const { seed, verdicts, users = 4, repositories = 5, noise = 0.1, ruleSpread = 1.5 } = options;
  const random = seededRandom(seed);
  const taste = (count: number, spread: number) => Array.from({ length: count }, () => spread * normal(random));
  const rules = taste(RULES, ruleSpread);
  const folders = taste(FOLDERS.length, 1.2);
  const words = taste(WORDS.length, 0.8);
  const below = (bound: number) => Math.floor(random() * bound);
  return Array.from({ length: verdicts }, (_, index) => {
    const [rule, folder, word, other] = [below(RULES), below(FOLDERS.length), below(WORDS.length), below(WORDS.length)];
    const logOdds = (rules[rule] ?? 0) + (folders[folder] ?? 0) + (words[word] ?? 0);
    const opinion = random() < 1 / (1 + Math.exp(-2 * logOdds));
    const useful = random() < noise ? !opinion : opinion;
    const at = 1_700_000_000_000 + index * HOUR_MS;
    const features = rankingFeatures(
      {
        ruleId: `rule-${rule}`,
        severity: SEVERITIES[rule % SEVERITIES.length] ?? 'low',
        category: rule % 3 === 0 ? 'bug' : 'security',
        confidence: 0.5 + 0.4 * random(),
        path: `${FOLDERS[folder]}/${WORDS[other]}_${below(40)}.py`,
        within: `${WORDS[word]}_item`,
        traceSteps: 1 + below(5),
        crossesFiles: random() < 0.2,
        sealedFeatures: [],
      },
      { language: 'python', repository: `repository-${below(repositories)}` },
      (kind, name) => `${kind}-${name}`,
    );
    const judgement: Judgement = {
      id: `verdict-${index}`,
      version: index + 1,
      voter: `user-${below(users)}`,
      subject: `subject-${index}`,
      isTrue: useful,
      isProposed: false,
      features,
    };
    return { at, featuresAt: at - HOUR_MS, group: judgement.subject, useful, tenant: 0, judgement };
  });
}

/** Mean 0, deviation 1. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
