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
} as const satisfies { readonly [Key in keyof TrainingConfiguration]: Variable<TrainingConfiguration[Key]> };
