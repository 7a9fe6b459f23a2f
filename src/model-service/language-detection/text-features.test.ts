import { describe, expect, it } from 'vitest';
import {
  addFeature,
  createFeatureExtractor,
  FEATURE_BUCKETS,
  TELLING_BYTES,
  VOCABULARY_BYTES,
  visitFeatures,
} from './text-features.ts';

/** A copy of what the extractor sees in a text: bucket → weight. */
function featuresOf(text: string, longest = 10_000): Map<number, number> {
  const { buckets, weights, count } = createFeatureExtractor(longest, null).extract(text);
  return new Map(Array.from({ length: count }, (_, index) => [buckets[index] ?? -1, weights[index] ?? 0]));
}

const shared = (a: string, b: string) => {
  const [left, right] = [featuresOf(a), featuresOf(b)];
  return [...left.keys()].filter((bucket) => right.has(bucket)).length / left.size;
};

describe('features', () => {
  it('are buckets of which each occurs once, with weights whose squares add up to 1', () => {
    const { buckets, weights, count } = createFeatureExtractor(1_000, null).extract(
      'int main() { return f(1, 2) + f(3, 4); }',
    );
    const used = [...buckets.slice(0, count)];
    expect(new Set(used).size).toBe(count);
    expect(used.every((bucket) => bucket >= 0 && bucket < FEATURE_BUCKETS)).toBe(true);
    expect(weights.slice(0, count).reduce((sum, weight) => sum + weight ** 2, 0)).toBeCloseTo(1, 5);
  });

  it('are none for white space', () => {
    expect(featuresOf(' \n\t\n ').size).toBe(0);
  });

  it('do not depend on what the extractor read before', () => {
    const extractor = createFeatureExtractor(1_000, null);
    const read = (text: string) => {
      const { buckets, weights, count } = extractor.extract(text);
      return [[...buckets.slice(0, count)], [...weights.slice(0, count)]];
    };
    const first = read('a = b + c\n');
    read('completely { different; }');
    expect(read('a = b + c\n')).toEqual(first);
  });

  it('stay alike when numbers and blank lines change, and differ when the syntax does', () => {
    const code = 'for (let i = 0; i < 10; i++) {\n  total += i;\n}\n';
    expect(shared(code, code.replaceAll('0', '7').replace('\n', '\n\n'))).toBe(1);
    expect(shared(code, 'for i in range(10):\n    total += i\n')).toBeLessThan(0.5);
  });

  it('see no more of a text than they are told to', () => {
    const long = 'x = 1\n'.repeat(1_000);
    expect(featuresOf(`${long}different words entirely`, long.length)).toEqual(featuresOf(long, long.length));
  });

  it('fit their buffers when every character is a token of its own', () => {
    const text = Array.from({ length: 5_000 }, (_, index) => String.fromCharCode(33 + (index % 15))).join('');
    expect(featuresOf(text, 5_000).size).toBeGreaterThan(0);
  });

  it('leave out what a comment says, not that it is one', () => {
    const licensed = (words: string) => `# ${words}\n#\nimport os\n`;
    expect(shared(licensed('Licensed under these terms'), licensed('Copyright of nobody, see the file'))).toBe(1);
    expect(shared(licensed('Licensed'), licensed('Licensed').replaceAll('#', '//'))).toBeLessThan(1);
    expect(shared('# include <a.h>\n', '# words <a.h>\n')).toBeLessThan(1);
  });

  it('are only those that are told to count, where there is such a set', () => {
    const telling = new Uint8Array(TELLING_BYTES);
    const vocabulary = new Uint8Array(VOCABULARY_BYTES);
    visitFeatures('return x', vocabulary, (feature) => addFeature(telling, feature));
    const count = (text: string) => createFeatureExtractor(1_000, vocabulary, telling).extract(text).count;
    expect(count('return x')).toBe(createFeatureExtractor(1_000, vocabulary).extract('return x').count);
    expect(count('[[;;]]')).toBe(0);
  });
});
