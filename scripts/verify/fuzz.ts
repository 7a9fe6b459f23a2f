// `npm run verify fuzz [-- --from M --inputs N --seed S --language L --processes P --failures DIR]`: mutated inputs M to N of a seed
// through the engine, in processes of their own, so that a crash or a hang ends one of them and is told. A long run can be had in parts.
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FRONT_ENDS } from '../../src/analysis-engine/lowering/front-ends.ts';
import { repositoryRoot } from '../repository-root.ts';
import type { FuzzFailure } from './fuzz/fuzzing.ts';
import type { FuzzMessage } from './fuzz/worker.ts';
import { appendRecord } from './record.ts';

const WORKER = join(repositoryRoot, 'scripts/verify/fuzz/worker.ts');
/** A process that has not come twenty inputs further in twice this time hangs; twice, since all may have been paused. */
const HANG_MS = 90_000;
/** Inputs a process runs before another takes over: memory that only grows would be seen. */
const CHUNK = 5000;

interface Chunk {
  readonly language: string;
  readonly from: number;
  readonly to: number;
}

interface ChunkResult {
  readonly failures: readonly (
    | FuzzFailure
    | { readonly index: number; readonly problem: 'hang' | 'death'; readonly detail: string }
  )[];
}

export async function verifyFuzz(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string', default: '0' },
      inputs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      language: { type: 'string' },
      processes: { type: 'string', default: '2' },
      failures: { type: 'string' },
    },
  });
  const [first, inputs] = [Number(values.from), Number(values.inputs)];
  const languages = [...FRONT_ENDS.keys()].filter((id) => values.language === undefined || id === values.language);
  const chunks: Chunk[] = [];
  for (let from = first; from < inputs; from += CHUNK) {
    for (const language of languages) chunks.push({ language, from, to: Math.min(from + CHUNK, inputs) });
  }
  const started = performance.now();
  const wrong: string[] = [];
  const work = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const { failures } = await runChunk(chunk, values.seed);
      for (const failure of failures) wrong.push(report(chunk, failure, values.failures));
      console.log(`${chunk.language} ${chunk.from}..${chunk.to}: ${failures.length} failures`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.processes) }, work));
  for (const each of wrong.slice(0, 40)) console.log(each);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${(inputs - first) * languages.length} inputs failed`);
  const minutes = Math.round((performance.now() - started) / 60_000);
  appendRecord(
    'fuzz',
    `${inputs - first} mutated inputs in each of ${languages.join(', ')} (seed ${values.seed}, from ${first}): no crash, no hang, none over its budget, ` +
      `none with another answer in a second engine. ${minutes} minutes in ${values.processes} processes.`,
  );
}

function runChunk({ language, from, to }: Chunk, seed: string): Promise<ChunkResult> {
  return new Promise((resolve) => {
    const failures: ChunkResult['failures'][number][] = [];
    const worker = fork(WORKER, [language, seed, String(from), String(to)], { execArgv: ['--import', 'tsx'] });
    let at = from;
    let warned = false;
    const hung = (): void => {
      if (!warned) {
        warned = true;
        timer = setTimeout(hung, HANG_MS);
        return;
      }
      failures.push({ index: at, problem: 'hang', detail: `between ${at} and ${at + 20}` });
      worker.kill('SIGKILL');
    };
    let timer = setTimeout(hung, HANG_MS);
    worker.on('message', (message: FuzzMessage) => {
      if ('failure' in message) failures.push(message.failure);
      else {
        at = message.at;
        warned = false;
        clearTimeout(timer);
        timer = setTimeout(hung, HANG_MS);
      }
    });
    worker.on('exit', (code, signal) => {
      clearTimeout(timer);
      const isTold = failures.some(({ problem }) => problem === 'hang');
      if (at < to && !isTold) {
        failures.push({ index: at, problem: 'death', detail: `exit ${code ?? signal}, between ${at} and ${at + 20}` });
      }
      resolve({ failures });
    });
  });
}

function report({ language }: Chunk, failure: ChunkResult['failures'][number], folder: string | undefined): string {
  if (folder !== undefined && 'code' in failure) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${language}-${failure.index}.txt`), failure.code);
  }
  return `${language} input ${failure.index}: ${failure.problem}\n${failure.detail.slice(0, 1500)}`;
}
