// Settings of the training pipeline; a part of the one table.
import { absent, integer, url, type Variable } from './variable.ts';

export interface TrainingConfiguration {
  /** hours between two runs that nobody asked for; 0: new verdicts alone start one */
  readonly trainingHours: number;
  /** a program in the place of the built-in trainer */
  readonly trainer: string | null;
  /** null: training runs are kept here alone */
  readonly mlflowUrl: string | null;
  readonly mlflowToken: string | null;
  /** a model of an inference server, or an ONNX file, that ranks in the place of Assay's ranker */
  readonly ranker: string | null;
  readonly rankerTimeoutMs: number;
  /** null: the database is the feature store */
  readonly feastUrl: string | null;
}

export const TRAINING_SETTINGS = {
  trainingHours: {
    name: 'ASSAY_TRAINING_HOURS',
    description:
      'Hours after which a model is trained anew when there is any new verdict. With 0, only enough new verdicts start a run ' +
      '(100, and a fifth of those of the last run) or somebody who asks for one.',
    parse: integer({ default: 0, minimum: 0, maximum: 8760 }),
    default: '0',
  },
  trainer: {
    name: 'ASSAY_TRAINER',
    description:
      'A program that trains in the place of the built-in trainer, as `python3 /opt/assay/trainers/pytorch/train.py`; it is given ' +
      'two folders, see `docs/learning.md`. Whatever it makes has to pass the same gate.',
    parse: absent,
    default: 'the built-in trainer',
  },
  mlflowUrl: {
    name: 'MLFLOW_TRACKING_URI',
    description:
      'An MLflow tracking server, as `http://user:password@mlflow:5000`. Training runs and registered models are written to it as well, ' +
      'within a minute; while it is away nothing waits for it. See `docs/learning.md`.',
    parse: url('http:', 'https:'),
    default: 'none',
    secret: true,
  },
  mlflowToken: {
    name: 'MLFLOW_TRACKING_TOKEN',
    description: 'Bearer token for that server, in place of user and password.',
    parse: absent,
    default: 'none',
    secret: true,
  },
  ranker: {
    name: 'ASSAY_RANKER',
    description:
      'What gives confidences in the place of the ranker: a model of a server that speaks the Open Inference Protocol v2, as ' +
      '`http://mlserver:8080/v2/models/ranker`, or the path of an `.onnx` file. While it cannot be used, the ranker goes on. It ranks ' +
      'for every tenant; see `docs/learning.md`.',
    parse: ranker,
    default: 'the ranker of the model',
  },
  rankerTimeoutMs: {
    name: 'ASSAY_RANKER_TIMEOUT_MS',
    description: 'Milliseconds after which an answer goes on without what `ASSAY_RANKER` names.',
    parse: integer({ default: 200, minimum: 10, maximum: 60_000 }),
    default: '200',
  },
  feastUrl: {
    name: 'FEAST_URL',
    description:
      'Feast’s feature server, as `http://feast:6566`: what `ASSAY_RANKER` is told of rules and places comes from it, and from the ' +
      'database when it takes longer than 100 ms.',
    parse: url('http:', 'https:'),
    default: 'the database',
  },
} as const satisfies { readonly [Key in keyof TrainingConfiguration]: Variable<TrainingConfiguration[Key]> };

function ranker(value: string | undefined): string | null {
  if (value === undefined || value.endsWith('.onnx')) return value ?? null;
  const isModel = URL.canParse(value) && /^https?:\/\/.+\/v2\/models\/[^/?#]+(\/versions\/[^/?#]+)?\/?$/.test(value);
  if (!isModel)
    throw new Error('the address of a model, as http://mlserver:8080/v2/models/ranker, or a path that ends in .onnx');
  return value;
}
