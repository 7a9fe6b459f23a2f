// A server that speaks the Open Inference Protocol v2 (MLServer, Triton, KServe, OpenVINO) as a scorer. Tensor `features`, FP32, in; tensor
// `confidence` out.
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { checkedConfidences, type Scorer } from './scorer.ts';
import { SCORER_COLUMNS } from './scorer-row.ts';

const Metadata = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  versions: Type.Optional(Type.Array(Type.String({ maxLength: 200 }))),
});
const Inference = Type.Object({
  model_version: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  outputs: Type.Array(Type.Object({ name: Type.String(), data: Type.Array(Type.Unknown()) })),
});
const isMetadata = Compile(Metadata);
const isInference = Compile(Inference);

/** `url`: of the model, as `http://mlserver:8080/v2/models/ranker`, a version of it behind it where wanted. */
export function inferenceServer(url: string): Scorer {
  const address = url.replace(/\/+$/, '');
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${address}${path}`, { ...init, redirect: 'error' });
    if (!answer.ok) throw new Error(`The inference server answered ${answer.status} to ${path || 'its metadata'}.`);
    return await answer.json();
  };
  return {
    async identify(signal) {
      const metadata = await ask('', { signal });
      if (!isMetadata.Check(metadata)) throw new Error('That is not the metadata of a model.');
      const ready = await fetch(`${address}/ready`, { signal, redirect: 'error' });
      if (!ready.ok) throw new Error('The model is not ready.');
      return { name: metadata.name, version: metadata.versions?.join(' ') || 'unknown' };
    },
    async score(rows, signal) {
      const tensor = {
        name: 'features',
        shape: [rows.length, SCORER_COLUMNS.length],
        datatype: 'FP32',
        data: rows.flat(),
      };
      const answer = await ask('/infer', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ inputs: [tensor] }),
        signal,
      });
      if (!isInference.Check(answer)) throw new Error('That is not the answer of a model.');
      const output = answer.outputs.find(({ name }) => name === 'confidence') ?? answer.outputs[0];
      return checkedConfidences(output?.data ?? [], rows.length);
    },
    close: async () => undefined,
  };
}
