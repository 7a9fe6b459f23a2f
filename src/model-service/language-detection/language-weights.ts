// The language identifier as a file: safetensors, at most 4 MB, committed beside this code.
import { createHash } from 'node:crypto';
import { readTensors, type Tensor, writeTensors } from '../model-versioning/safetensors.ts';
import type { LanguageWeights } from './language-model.ts';
import { FEATURE_BUCKETS, TELLING_BYTES, VOCABULARY_BYTES } from './text-features.ts';

/** `version` names these weights in answers. */
export interface VersionedWeights {
  readonly version: string;
  readonly weights: LanguageWeights;
}

/** The same weights give the same bytes; the file carries a digest of itself, which `decodeWeights` checks. */
export function encodeWeights(weights: LanguageWeights): Uint8Array {
  const { languages, dimensions, embedding, embeddingScale, output, bias, temperatures, vocabulary, telling } = weights;
  const floats = (values: Float32Array, shape: readonly number[]): Tensor => ({
    type: 'F32',
    shape,
    bytes: bytesOf(values),
  });
  const tensors = new Map<string, Tensor>([
    ['bias', floats(bias, [bias.length])],
    ['output', floats(output, [languages.length, dimensions])],
    ['temperatures', floats(temperatures, [temperatures.length])],
    ['vocabulary', { type: 'I8', shape: [VOCABULARY_BYTES], bytes: vocabulary }],
    ['telling', { type: 'I8', shape: [TELLING_BYTES], bytes: telling }],
    ['embedding', { type: 'I8', shape: [FEATURE_BUCKETS, dimensions], bytes: bytesOf(embedding) }],
  ]);
  const metadata = { languages: languages.join('\n'), embedding_scale: String(embeddingScale) };
  return writeTensors({ metadata: { ...metadata, digest: digestOf(metadata, tensors) }, tensors });
}

/** Throws an Error that says what is wrong with the bytes. */
export function decodeWeights(file: Uint8Array): VersionedWeights {
  const { metadata, tensors } = readTensors(file);
  const { languages: names = '', embedding_scale: scale = '', digest = '' } = metadata;
  const languages = names.split('\n').filter((language) => language !== '');
  const embeddingScale = Number(scale);
  const find = (name: string, type: Tensor['type'], rows: number | null): Tensor => {
    const tensor = tensors.get(name);
    if (tensor === undefined || tensor.type !== type || (rows !== null && tensor.shape[0] !== rows)) {
      throw new Error(`The language identifier lacks a proper tensor “${name}”.`);
    }
    return tensor;
  };
  const [output, embedding] = [find('output', 'F32', languages.length), find('embedding', 'I8', FEATURE_BUCKETS)];
  const [bias, temperatures] = [find('bias', 'F32', languages.length), find('temperatures', 'F32', null)];
  const vocabulary = find('vocabulary', 'I8', VOCABULARY_BYTES);
  const telling = find('telling', 'I8', TELLING_BYTES);
  const dimensions = output.shape[1] ?? 0;
  if (languages.length === 0 || !(embeddingScale > 0) || dimensions === 0 || embedding.shape[1] !== dimensions) {
    throw new Error('The parts of the language identifier do not fit each other.');
  }
  if (digest !== digestOf({ languages: names, embedding_scale: scale }, tensors)) {
    throw new Error(
      'The language identifier was altered or damaged: its content does not have the digest that it names.',
    );
  }
  const weights = {
    languages,
    dimensions,
    embedding: new Int8Array(embedding.bytes.buffer),
    embeddingScale,
    output: new Float32Array(output.bytes.buffer),
    bias: new Float32Array(bias.bytes.buffer),
    temperatures: new Float32Array(temperatures.bytes.buffer),
    vocabulary: vocabulary.bytes,
    telling: telling.bytes,
  };
  return { version: `language-${digest.slice(0, 12)}`, weights };
}

function digestOf(metadata: Readonly<Record<string, string>>, tensors: ReadonlyMap<string, Tensor>): string {
  const hash = createHash('sha256').update(JSON.stringify(metadata));
  for (const name of [...tensors.keys()].sort()) {
    const { type, shape, bytes } = tensors.get(name) as Tensor;
    hash.update(`\0${name} ${type} ${shape.join(' ')}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function bytesOf(values: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
