// The trainer that comes with Assay, by the contract that all trainers keep.
import { type RankerParameters, readParameters, writeParameters } from '../../model-service/index.ts';
import { readDataset, sha256 } from '../preprocessing/dataset.ts';
import { trainRanker } from './ranker-trainer.ts';
import { readTrainerInput, writeTrainerOutput } from './trainer-folders.ts';

const TRAINER = 'assay';

/** The same input gives the same bytes. */
export async function runBuiltInTrainer(
  input: string,
  output: string,
  progress: (share: number) => void = () => undefined,
): Promise<void> {
  const { dataset, champion } = await readTrainerInput(input);
  const dataHash = sha256(dataset);
  const { parameters, curve } = trainRanker(readDataset(dataset), readParameters(champion), progress);
  const weights = writeParameters(named(parameters, dataHash));
  const last = curve.filter(({ kept }) => kept).at(-1);
  await writeTrainerOutput(output, {
    weights,
    metrics: { log_loss: last?.logLoss ?? 0, curve },
    trainer: TRAINER,
    dataHash,
  });
}

/** A version of its own: that of the data which it was trained on. */
function named(parameters: RankerParameters, dataHash: string): RankerParameters {
  const [base = parameters.version] = parameters.version.split('+');
  return { ...parameters, version: `${base}+${dataHash.slice('sha256:'.length).slice(0, 12)}` };
}
