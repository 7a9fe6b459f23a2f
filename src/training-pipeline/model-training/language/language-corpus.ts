// Labelled source files in memory, a fair share of each package, kept apart by package for training and for evaluation.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { AssayError } from '../../../errors.ts';

export interface CorpusFile {
  readonly text: string;
  readonly package: string;
}

/** By language; the same package never gives files to both sides. */
export interface LanguageCorpus {
  readonly training: ReadonlyMap<string, readonly CorpusFile[]>;
  readonly evaluation: ReadonlyMap<string, readonly CorpusFile[]>;
  /** where all of it comes from */
  readonly packages: readonly CorpusPackage[];
}

/** As the manifest has it, further members (registry, version, licence) included; `files` are counts by language. */
export interface CorpusPackage {
  readonly name: string;
  readonly files: Readonly<Record<string, number>>;
}

/** The rest of a file is more of the same, and takes memory. */
const LONGEST_TEXT = 60_000;
/** One package of this many is for evaluation. */
const EVALUATION_SHARE = 8;
/** A language of fewer packages is split by file instead: a package for evaluation would take too much of it. */
const FEWEST_PACKAGES = 8;

/**
 * Reads what `scripts/corpus/language-corpus.ts` wrote: `files.jsonl.gz` and `manifest.json`. At most `filesALanguage`
 * files of a language are kept, as evenly as its packages allow. `share` under 1 takes only that part of the packages.
 * Throws AssayError `invalid_corpus`.
 */
export async function readLanguageCorpus(
  directory: string,
  filesALanguage: number,
  share = 1,
): Promise<LanguageCorpus> {
  const packages = await readManifest(directory);
  const quotas = packageQuotas(packages, filesALanguage);
  const [training, evaluation] = [new Map<string, CorpusFile[]>(), new Map<string, CorpusFile[]>()];
  const taken = new Map<string, number>();
  for await (const file of corpusFiles(directory)) {
    const { quota = 0, packages: sources = 0 } = quotas.get(file.language) ?? {};
    const key = `${file.language}\0${file.package}`;
    const count = (taken.get(key) ?? 0) + 1;
    taken.set(key, count);
    if (count > quota) continue;
    const rank = hashOf(sources < FEWEST_PACKAGES ? `${key}\0${count}` : file.package);
    const isEvaluation = rank % EVALUATION_SHARE === 0;
    if (!isEvaluation && (rank >>> 8) % 1000 >= share * 1000) continue;
    const side = isEvaluation ? evaluation : training;
    const files = side.get(file.language) ?? [];
    files.push({ text: file.text.slice(0, LONGEST_TEXT), package: file.package });
    side.set(file.language, files);
  }
  if (training.size < 2) throw broken('it holds fewer than two languages, so there is nothing to tell apart');
  return { training, evaluation, packages };
}

function broken(reason: string, cause?: unknown): AssayError {
  return new AssayError('invalid_corpus', { detail: `The training corpus cannot be used: ${reason}.`, cause });
}

async function readManifest(directory: string): Promise<readonly CorpusPackage[]> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw broken('its folder has no readable manifest.json', cause);
  });
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw broken('its manifest.json is not JSON', cause);
  }
  const isPackage = (entry: unknown) =>
    isRecord(entry) && isRecord(entry.files) && Object.values(entry.files).every(Number.isInteger);
  if (!isRecord(manifest) || !Array.isArray(manifest.packages) || !manifest.packages.every(isPackage)) {
    throw broken('its manifest.json does not list packages with their counts of files');
  }
  return manifest.packages;
}

interface LabelledFile extends CorpusFile {
  readonly language: string;
}

async function* corpusFiles(directory: string): AsyncGenerator<LabelledFile> {
  const source = createReadStream(join(directory, 'files.jsonl.gz'));
  const unpacked = createGunzip();
  // An error of the source must end the reading as well.
  source.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  let number = 0;
  try {
    for await (const line of linesOf(unpacked.setEncoding('utf8'))) {
      number++;
      const file: unknown = JSON.parse(line);
      const isLabelled =
        isRecord(file) && [file.language, file.package, file.text].every((value) => typeof value === 'string');
      if (!isLabelled) throw new Error('not a labelled file');
      yield file as unknown as LabelledFile;
    }
  } catch (cause) {
    throw broken(
      number === 0
        ? 'its folder has no readable files.jsonl.gz'
        : `its files.jsonl.gz is broken after line ${number - 1}`,
      cause,
    );
  }
}

async function* linesOf(stream: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The most files that each package may give to a language, so that together they give about `wanted`. */
function packageQuotas(
  packages: readonly CorpusPackage[],
  wanted: number,
): Map<string, { quota: number; packages: number }> {
  const counts = new Map<string, number[]>();
  for (const { files } of packages) {
    for (const [language, count] of Object.entries(files)) {
      const all = counts.get(language) ?? [];
      all.push(count);
      counts.set(language, all);
    }
  }
  const quotas = new Map<string, { quota: number; packages: number }>();
  for (const [language, all] of counts) {
    const sum = (quota: number) => all.reduce((total, count) => total + Math.min(count, quota), 0);
    let quota = 1;
    while (quota < 1000 && sum(quota) < wanted) quota = Math.ceil(quota * 1.2);
    quotas.set(language, { quota, packages: all.length });
  }
  return quotas;
}

/** FNV-1a with a final mix: the lowest bits are as good as the others. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
