// What training learns from: a verdict with the features of its finding, in the order in which verdicts were given.
import type { Judgement } from '../../model-service/index.ts';
import type { Judged } from '../evaluation/forward-split.ts';

export interface TrainingExample extends Judged {
  /** when the features were recorded, milliseconds */
  readonly featuresAt: number;
  /** which of the tenants that are learned from together; 0 is the one that trains */
  readonly tenant: number;
  readonly judgement: Judgement;
}
