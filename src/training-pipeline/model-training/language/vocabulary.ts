// The words that count as themselves: those that many files of a language use, over several packages.
import { addWord, VOCABULARY_BYTES, visitWords } from '../../../model-service/index.ts';
import type { CorpusFile } from './language-corpus.ts';
import { LONGEST_SNIPPET } from './snippets.ts';

/** of each language; languages share many of theirs */
const WORDS_A_LANGUAGE = 400;
const FILES_A_LANGUAGE = 300;
/** A word that so few packages use is a name of theirs; a language of one or two packages cannot tell. */
const FEWEST_PACKAGES = 3;

/** A set of words for the feature extractor; deterministic. */
export function commonWords(training: ReadonlyMap<string, readonly CorpusFile[]>): Uint8Array {
  const vocabulary = new Uint8Array(VOCABULARY_BYTES);
  for (const files of training.values()) {
    for (const hash of wordsOf(spread(files))) addWord(vocabulary, hash);
  }
  return vocabulary;
}

/** Every n-th file, so that all packages have a say. */
export function spread(files: readonly CorpusFile[]): readonly CorpusFile[] {
  const step = Math.max(1, files.length / FILES_A_LANGUAGE);
  return Array.from(
    { length: Math.min(files.length, FILES_A_LANGUAGE) },
    (_, index) => files[Math.floor(index * step)],
  ).filter((file) => file !== undefined);
}

function wordsOf(files: readonly CorpusFile[]): number[] {
  const counts = new Map<number, { files: number; packages: Set<string> }>();
  for (const { text, package: name } of files) {
    const words = new Set<number>();
    visitWords(text.slice(0, LONGEST_SNIPPET), (hash) => words.add(hash));
    for (const hash of words) {
      const count = counts.get(hash) ?? { files: 0, packages: new Set() };
      count.files++;
      count.packages.add(name);
      counts.set(hash, count);
    }
  }
  const fewest = fewestPackages(files);
  return [...counts]
    .filter(([, count]) => count.packages.size >= fewest && count.files > 1)
    .sort(([a, { files: x }], [b, { files: y }]) => y - x || a - b)
    .slice(0, WORDS_A_LANGUAGE)
    .map(([hash]) => hash);
}

/** In so many packages of these files must be what is to be the language's. */
export function fewestPackages(files: readonly CorpusFile[]): number {
  return Math.min(FEWEST_PACKAGES, Math.ceil(new Set(files.map((file) => file.package)).size / 2));
}
