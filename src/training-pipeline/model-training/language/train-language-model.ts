// The whole training of the language identifier: read the corpus, train, make small, calibrate, evaluate.
import { decodeLanguageWeights, encodeLanguageWeights, type LanguageWeights } from '../../../model-service/index.ts';
import { type CorpusFile, type CorpusPackage, type LanguageCorpus, readLanguageCorpus } from './language-corpus.ts';
import { evaluateLanguages, fitTemperatures, type LanguageScores } from './language-evaluation.ts';
import { quantise, trainLanguages } from './language-trainer.ts';
import { nonsenseFiles } from './nonsense.ts';

export interface LanguageTrainingOptions {
  /** what `scripts/corpus/language-corpus.ts` made */
  readonly corpusDirectory: string;
  readonly seed?: number;
  /** snippets to learn from */
  readonly examples?: number;
  /** at most so many files of a language */
  readonly filesALanguage?: number;
  /** part of the packages to learn from, for a learning curve; default 1 */
  readonly share?: number;
  readonly onProgress?: (done: number, total: number, loss: number) => void;
}

export interface LanguageTrainingReport {
  /** names the weights in answers */
  readonly version: string;
  /** the file of weights; the same for the same corpus and options */
  readonly file: Uint8Array;
  /** on packages that it has not seen */
  readonly scores: LanguageScores;
  readonly packages: readonly UsedPackage[];
  /** what it was trained on */
  readonly counts: { readonly languages: number; readonly packages: number; readonly files: number };
}

/** A package of the corpus, with the counts of its files that were used, by language. */
export interface UsedPackage extends CorpusPackage {
  readonly trained: Readonly<Record<string, number>>;
  readonly evaluated: Readonly<Record<string, number>>;
}

/** More of the same files are learned by heart: the weak languages lose. */
const EXAMPLES = 450_000;
const FILES_A_LANGUAGE = 4_000;
const DIMENSIONS = 28;
const LEARNING_RATE = 0.35;
const DROPOUT = 0.4;
const NONSENSE_FILES = 1_500;
/** What is no program has many more faces than a language has. */
const UNKNOWN_WEIGHT = 3;
const UNKNOWN = 'unknown';
/** Most code that anybody has is in these: what could be one of them or a rare relative is more likely it. */
const COMMON_WEIGHT = 2;
const COMMON_ODDS = 0.5;
const COMMON_LANGUAGES = [
  'assembly',
  'batchfile',
  'c',
  'c#',
  'c++',
  'clojure',
  'cmake',
  'coffeescript',
  'common lisp',
  'css',
  'dart',
  'dockerfile',
  'elixir',
  'erlang',
  'fortran',
  'go',
  'groovy',
  'haskell',
  'html',
  'ini',
  'java',
  'javascript',
  'json',
  'julia',
  'kotlin',
  'lua',
  'makefile',
  'markdown',
  'matlab',
  'objective-c',
  'ocaml',
  'pascal',
  'perl',
  'php',
  'powershell',
  'prolog',
  'python',
  'r',
  'ruby',
  'rust',
  'scala',
  'shell',
  'sql',
  'swift',
  'tex',
  'toml',
  'typescript',
  'verilog',
  'visual basic',
  'xml',
  'yaml',
];

/** Takes minutes. Throws AssayError `invalid_corpus` when the corpus cannot be read or holds fewer than two languages. */
export async function trainLanguageModel(options: LanguageTrainingOptions): Promise<LanguageTrainingReport> {
  const { seed = 1, examples = EXAMPLES, filesALanguage = FILES_A_LANGUAGE, share = 1, onProgress } = options;
  const corpus = await readLanguageCorpus(options.corpusDirectory, filesALanguage, share);
  const training = new Map(corpus.training);
  training.set(UNKNOWN, [...(training.get(UNKNOWN) ?? []), ...nonsenseFiles(NONSENSE_FILES, seed)]);
  const trained = trainLanguages(
    { ...corpus, training },
    {
      dimensions: DIMENSIONS,
      examples,
      seed,
      learningRate: LEARNING_RATE,
      dropout: DROPOUT,
      weights: new Map([...COMMON_LANGUAGES.map((each) => [each, COMMON_WEIGHT] as const), [UNKNOWN, UNKNOWN_WEIGHT]]),
      onProgress: (done, loss) => onProgress?.(done, examples, loss),
    },
  );
  const uncalibrated = favouringCommon(quantise(trained, new Float32Array([1])));
  const weights: LanguageWeights = { ...uncalibrated, temperatures: fitTemperatures(uncalibrated, corpus) };
  const file = encodeLanguageWeights(weights);
  const files = [...training.values()].flat();
  return {
    version: decodeLanguageWeights(file).version,
    file,
    scores: evaluateLanguages(weights, corpus),
    packages: usedPackages(corpus),
    counts: {
      languages: trained.languages.filter((language) => language !== UNKNOWN).length,
      packages: new Set([...corpus.training.values()].flat().map((each) => each.package)).size,
      files: files.length,
    },
  };
}

/** Adds to the log-odds of the common languages. */
function favouringCommon(weights: LanguageWeights): LanguageWeights {
  const isCommon = (index: number) => COMMON_LANGUAGES.includes(weights.languages[index] ?? '');
  return { ...weights, bias: weights.bias.map((odds, index) => (isCommon(index) ? odds + COMMON_ODDS : odds)) };
}

function usedPackages({ training, evaluation, packages }: LanguageCorpus): UsedPackage[] {
  const [trained, evaluated] = [countsByPackage(training), countsByPackage(evaluation)];
  return packages
    .map((each) => ({ ...each, trained: trained.get(each.name) ?? {}, evaluated: evaluated.get(each.name) ?? {} }))
    .filter((each) => Object.keys(each.trained).length + Object.keys(each.evaluated).length > 0);
}

function countsByPackage(side: ReadonlyMap<string, readonly CorpusFile[]>): Map<string, Record<string, number>> {
  const counts = new Map<string, Record<string, number>>();
  for (const [language, files] of side) {
    for (const { package: name } of files) {
      const ofPackage = counts.get(name) ?? {};
      counts.set(name, ofPackage);
      ofPackage[language] = (ofPackage[language] ?? 0) + 1;
    }
  }
  return counts;
}
