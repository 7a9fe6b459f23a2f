import { describe, expect, it } from 'vitest';
import { readTensors, writeTensors } from '../model-versioning/safetensors.ts';
import type { LanguageWeights } from './language-model.ts';
import { decodeWeights, encodeWeights } from './language-weights.ts';
import { loadShippedWeights } from './shipped-weights.ts';
import { FEATURE_BUCKETS, TELLING_BYTES, VOCABULARY_BYTES } from './text-features.ts';

const MEBIBYTE = 1 << 20;

const weights: LanguageWeights = {
  languages: ['c', 'python', 'unknown'],
  dimensions: 2,
  embedding: Int8Array.from({ length: FEATURE_BUCKETS * 2 }, (_, index) => (index % 255) - 127),
  embeddingScale: 0.25,
  output: Float32Array.from([1, -1, 0.5, 2, 0, 3]),
  bias: Float32Array.from([0, 0.5, -0.5]),
  temperatures: Float32Array.from([1, 1.5]),
  vocabulary: Uint8Array.from({ length: VOCABULARY_BYTES }, (_, index) => index % 251),
  telling: Uint8Array.from({ length: TELLING_BYTES }, (_, index) => index % 241),
};
const file = encodeWeights(weights);

/** The file with one tensor or metadata entry changed, and everything else as the format wants it. */
function altered(
  change: (parts: { metadata: Record<string, string>; tensors: Map<string, unknown> }) => void,
): Uint8Array {
  const { metadata, tensors } = readTensors(file);
  const parts = { metadata: { ...metadata }, tensors: new Map(tensors) };
  change(parts as { metadata: Record<string, string>; tensors: Map<string, unknown> });
  return writeTensors(parts);
}

describe('a file of weights', () => {
  it('gives back what was written, and the same bytes for the same weights', () => {
    expect(decodeWeights(file).weights).toEqual(weights);
    expect(Buffer.from(encodeWeights(weights)).equals(Buffer.from(file))).toBe(true);
  });

  it('is named by its content', () => {
    const other = encodeWeights({ ...weights, bias: Float32Array.from([0, 0.5, -0.25]) });
    expect(decodeWeights(file).version).toMatch(/^language-[0-9a-f]{12}$/);
    expect(decodeWeights(other).version).not.toBe(decodeWeights(file).version);
  });

  it.each([0, 4, 8, 60, file.length - 1, Math.floor(file.length / 2)])(
    'is refused when cut off after %i bytes',
    (length) => {
      expect(() => decodeWeights(file.slice(0, length))).toThrow(/tensor/);
    },
  );

  it.each([200, Math.floor(file.length / 2), file.length - 1])('is refused when byte %i is another', (position) => {
    const damaged = Uint8Array.from(file);
    damaged[position] = (damaged[position] ?? 0) ^ 1;
    expect(() => decodeWeights(damaged)).toThrow();
  });

  it.each([
    ['a tensor is missing', /lacks a proper tensor “bias”/, (tensors: Map<string, unknown>) => tensors.delete('bias')],
    [
      'a tensor has another type',
      /lacks a proper tensor “output”/,
      (tensors: Map<string, unknown>) => tensors.set('output', { type: 'I8', shape: [3, 2], bytes: new Uint8Array(6) }),
    ],
    [
      'shapes do not fit each other',
      /do not fit each other/,
      (tensors: Map<string, unknown>) =>
        tensors.set('output', { type: 'F32', shape: [3, 3], bytes: new Uint8Array(36) }),
    ],
    [
      'an extra tensor was smuggled in',
      /altered or damaged/,
      (tensors: Map<string, unknown>) => tensors.set('more', { type: 'I8', shape: [1], bytes: new Uint8Array(1) }),
    ],
  ])('is refused when %s', (_, message, change) => {
    expect(() => decodeWeights(altered(({ tensors }) => change(tensors)))).toThrow(message);
  });

  it('is refused when the languages were swapped', () => {
    const swapped = altered(({ metadata }) => {
      metadata.languages = 'python\nc\nunknown';
    });
    expect(() => decodeWeights(swapped)).toThrow(/altered or damaged/);
  });
});

describe('the shipped weights', () => {
  it('are whole and at most 4 MB', () => {
    const { weights: shipped } = loadShippedWeights();
    expect(encodeWeights(shipped).length).toBeLessThanOrEqual(4 * MEBIBYTE);
    expect(shipped.languages).toContain('unknown');
  });
});
