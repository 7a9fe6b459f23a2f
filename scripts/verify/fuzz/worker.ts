// A process that fuzzes a range of inputs and tells its parent where it is: `node … worker.ts LANGUAGE SEED FROM TO`.
import { createFuzzer, type FuzzFailure } from './fuzzing.ts';

/** What the worker sends: the input that it is at, and failures. */
export type FuzzMessage = { readonly at: number } | { readonly failure: FuzzFailure };

const [language, seed, from, to] = process.argv.slice(2);
const send = (message: FuzzMessage): void => {
  process.send?.(message);
};
const fuzzer = await createFuzzer(language, Number(seed));
for (let index = Number(from); index < Number(to); index++) {
  if (index % 20 === 0) send({ at: index });
  const failure = await fuzzer.run(index);
  if (failure !== null) send({ failure });
}
send({ at: Number(to) });
fuzzer.close();
process.disconnect?.();
