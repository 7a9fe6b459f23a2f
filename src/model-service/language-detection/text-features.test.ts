import { describe, expect, it } from 'vitest';
import { createFeatureExtractor, FEATURE_BUCKETS } from './text-features.ts';

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
});
