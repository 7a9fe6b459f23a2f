import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFeatureExtractor, createLanguageModel, decodeLanguageWeights } from '../../../model-service/index.ts';
import { createRandom } from './random.ts';
import { trainLanguageModel } from './train-language-model.ts';

const NAMES = ['total', 'item', 'user', 'price', 'count', 'name', 'path', 'value', 'order', 'line'];

/** Small programs that differ in what they name. */
const PROGRAMS: Readonly<Record<string, (a: string, b: string) => string>> = {
  python: (a, b) =>
    `def ${a}(${b}, *rest):\n    for each in rest:\n        if each is not None:\n            ${b} += each\n    return ${b}\n`,
  c: (a, b) =>
    `#include <stdio.h>\n\nint ${a}(int *${b}) {\n  if (!${b}) return -1;\n  printf("%d\\n", *${b});\n  return 0;\n}\n`,
  ruby: (a, b) => `def ${a}(${b})\n  ${b}.each do |each|\n    puts "#{each}" unless each.nil?\n  end\nend\n`,
  unknown: (a, b) => `The ${a} of the ${b} was seen again.\nNobody knew its ${b}, and the ${a} said nothing.\n`,
};

function corpusLines(): string[] {
  const random = createRandom(7);
  return Object.entries(PROGRAMS).flatMap(([language, program]) =>
    Array.from({ length: 80 }, (_, index) => {
      const parts = Array.from({ length: 4 }, () => program(random.pick(NAMES), random.pick(NAMES)));
      return JSON.stringify({ language, package: `package-${index % 20}`, text: parts.join('\n') });
    }),
  );
}

const MANIFEST = {
  packages: Array.from({ length: 20 }, (_, index) => ({
    name: `package-${index}`,
    files: Object.fromEntries(Object.keys(PROGRAMS).map((language) => [language, 4])),
  })),
};

let directory: string;

async function folder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const into = await mkdtemp(join(directory, 'corpus-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(into, name), content);
  return into;
}

const whole = () =>
  folder({ 'manifest.json': JSON.stringify(MANIFEST), 'files.jsonl.gz': gzipSync(corpusLines().join('\n')) });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-language-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('a training', () => {
  it('learns the languages of its corpus, and what is none', async () => {
    const steps: number[] = [];
    const { file, scores, counts, version } = await trainLanguageModel({
      corpusDirectory: await whole(),
      examples: 10_000,
      onProgress: (done) => steps.push(done),
    });
    expect(counts).toMatchObject({ languages: 3 });
    expect(counts.packages).toBeLessThan(20);
    expect(steps).toEqual([5_000, 10_000]);
    expect(scores.macro).toBeGreaterThan(0.9);
    expect(Object.keys(scores.byLanguage).sort()).toEqual(['c', 'python', 'ruby', 'unknown']);
    const decoded = decodeLanguageWeights(file);
    expect(decoded.version).toBe(version);
    const model = createLanguageModel(decoded.weights);
    const told = model.score(
      createFeatureExtractor(1_000, decoded.weights.vocabulary, decoded.weights.telling).extract(
        'def f(x):\n    if x is not None:\n        return x\n',
      ),
    );
    expect(model.languages[told.indexOf(Math.max(...told))]).toBe('python');
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const corpusDirectory = await whole();
    const train = async (seed: number) =>
      Buffer.from((await trainLanguageModel({ corpusDirectory, seed, examples: 500 })).file);
    const first = await train(1);
    expect((await train(1)).equals(first)).toBe(true);
    expect((await train(2)).equals(first)).toBe(false);
  });

  it('can leave packages out, for a learning curve', async () => {
    const corpusDirectory = await whole();
    const all = await trainLanguageModel({ corpusDirectory, examples: 500 });
    const half = await trainLanguageModel({ corpusDirectory, examples: 500, share: 0.5 });
    expect(half.counts.packages).toBeLessThan(all.counts.packages);
    expect(half.counts.packages).toBeGreaterThan(0);
  });
});

describe('a corpus that is missing or broken', () => {
  const manifest = JSON.stringify(MANIFEST);
  const lines = gzipSync(corpusLines().join('\n'));
  it.each([
    ['no folder', null, /no readable manifest\.json/],
    ['no manifest', { 'files.jsonl.gz': lines }, /no readable manifest\.json/],
    ['a manifest that is no JSON', { 'manifest.json': '{', 'files.jsonl.gz': lines }, /is not JSON/],
    ['a manifest without packages', { 'manifest.json': '{}', 'files.jsonl.gz': lines }, /does not list packages/],
    ['no files', { 'manifest.json': manifest }, /no readable files\.jsonl\.gz/],
    ['files that are not packed', { 'manifest.json': manifest, 'files.jsonl.gz': 'x' }, /no readable files\.jsonl\.gz/],
    [
      'files cut off',
      { 'manifest.json': manifest, 'files.jsonl.gz': lines.subarray(0, lines.length / 2) },
      /broken after line \d+|no readable/,
    ],
    [
      'a line that is no file',
      { 'manifest.json': manifest, 'files.jsonl.gz': gzipSync(`${corpusLines()[0]}\n{"language":1}\n`) },
      /broken after line 1/,
    ],
    [
      'one language',
      { 'manifest.json': manifest, 'files.jsonl.gz': gzipSync(corpusLines().slice(0, 80).join('\n')) },
      /fewer than two languages/,
    ],
  ])('is refused with a clear error: %s', async (_, files, message) => {
    const corpusDirectory = files === null ? join(directory, 'nowhere') : await folder(files as Record<string, string>);
    await expect(trainLanguageModel({ corpusDirectory, examples: 100 })).rejects.toMatchObject({
      code: 'invalid_corpus',
      detail: expect.stringMatching(message),
    });
  });
});
