// The contract of trainers, built in or not: a folder with the data goes in, a folder with weights, metrics and lineage comes out.
// docs/learning.md describes both for whoever writes one.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { AssayError } from '../../errors.ts';
import { type RankerParameters, readParameters } from '../../model-service/index.ts';
import { FOR_CHOOSING, HELD_BACK } from '../evaluation/forward-split.ts';
import { sha256 } from '../preprocessing/dataset.ts';

export const DATASET_FORMAT = 'assay-ranking-dataset-1';
const WEIGHTS = 'ranker.safetensors';

const Description = Type.Object({
  format: Type.Literal(DATASET_FORMAT),
  seed: Type.Integer(),
  data_hash: Type.String(),
});

const Lineage = Type.Object({
  trainer: Type.String({ maxLength: 200 }),
  data_hash: Type.String(),
  weights: Type.String({ description: 'sha256 of ranker.safetensors.' }),
});
const Metrics = Type.Object({
  log_loss: Type.Optional(Type.Number()),
  curve: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
});
const isDescription = Compile(Description);
const isLineage = Compile(Lineage);
const isMetrics = Compile(Metrics);

export interface TrainerInput {
  readonly seed: number;
  readonly dataset: Buffer;
  /** the champion's parameters as they are stored */
  readonly champion: Uint8Array;
}

export interface TrainerOutput {
  readonly weights: Buffer;
  readonly parameters: RankerParameters;
  readonly metrics: Static<typeof Metrics>;
  readonly lineage: Static<typeof Lineage>;
}

/** Makes the folder that a trainer is given. */
export async function writeTrainerInput(folder: string, { seed, dataset, champion }: TrainerInput): Promise<void> {
  await mkdir(folder, { recursive: true });
  const description = {
    format: DATASET_FORMAT,
    seed,
    data_hash: sha256(dataset),
    // Shares of the verdicts of tenant 0: what may be learned from, and what is held back for the gate.
    for_choosing: FOR_CHOOSING,
    held_back: HELD_BACK,
  };
  await writeFile(join(folder, 'examples.jsonl'), dataset);
  await writeFile(join(folder, 'champion.safetensors'), champion);
  await writeWhole(folder, 'dataset.json', JSON.stringify(description, null, 2));
}

export async function readTrainerInput(folder: string): Promise<TrainerInput> {
  const description: unknown = JSON.parse(await readFile(join(folder, 'dataset.json'), 'utf8'));
  if (!isDescription.Check(description)) throw damaged('dataset.json is not the description of a data set');
  const dataset = await readFile(join(folder, 'examples.jsonl'));
  if (sha256(dataset) !== description.data_hash) throw damaged('examples.jsonl is not what dataset.json describes');
  return { seed: description.seed, dataset, champion: await readFile(join(folder, 'champion.safetensors')) };
}

/** What every trainer leaves: the weights first, then what describes them, each whole or not at all. */
export async function writeTrainerOutput(
  folder: string,
  output: {
    readonly weights: Uint8Array;
    readonly metrics: object;
    readonly trainer: string;
    readonly dataHash: string;
  },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(folder, WEIGHTS, output.weights);
  await writeWhole(folder, 'metrics.json', JSON.stringify(output.metrics));
  const lineage = { trainer: output.trainer, data_hash: output.dataHash, weights: sha256(output.weights) };
  await writeWhole(folder, 'lineage.json', JSON.stringify(lineage));
}

/** Checks everything that a trainer left. Throws AssayError `model_damaged` that says what is wrong. */
export async function readTrainerOutput(folder: string, dataHash: string): Promise<TrainerOutput> {
  const weights = await readFile(join(folder, WEIGHTS)).catch(() => null);
  if (weights === null) throw damaged(`the trainer left no ${WEIGHTS}`);
  const lineage = await readJson(folder, 'lineage.json');
  const metrics = await readJson(folder, 'metrics.json');
  if (!isLineage.Check(lineage)) throw damaged('lineage.json lacks trainer, data_hash or weights');
  if (!isMetrics.Check(metrics)) throw damaged('metrics.json holds no metrics');
  if (lineage.data_hash !== dataHash) throw damaged('lineage.json is of other data');
  if (lineage.weights !== sha256(weights)) throw damaged(`${WEIGHTS} is not what lineage.json names`);
  return { weights, parameters: parametersIn(weights), metrics, lineage };
}

/** Throws AssayError `model_damaged`. */
export function parametersIn(weights: Uint8Array): RankerParameters {
  try {
    return readParameters(weights);
  } catch (cause) {
    throw damaged(cause instanceof Error ? cause.message : 'it cannot be read', cause);
  }
}

export function damaged(what: string, cause?: unknown): AssayError {
  return new AssayError('model_damaged', { detail: `The model cannot be used: ${what}.`.replace('..', '.'), cause });
}

async function readJson(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8'));
  } catch (cause) {
    throw damaged(`${name} is missing or no JSON`, cause);
  }
}

async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const partial = join(folder, `.${name}.partial`);
  await writeFile(partial, content);
  await rename(partial, join(folder, name));
}
