// What a tenant's verdicts say, as data at a knowledge version.
import type { RankingFeatures } from './features.ts';

/** One verdict in force on one finding. */
export interface Judgement {
  /** of the verdict */
  readonly id: string;
  /** the knowledge version that the verdict made: their only order, since clocks run backwards */
  readonly version: number;
  /** who gave it: a user, or a key that belongs to none */
  readonly voter: string;
  /** the same for verdicts on the same finding, whoever gave them and in whichever analysis */
  readonly subject: string;
  readonly isTrue: boolean;
  /** waits for a reviewer */
  readonly isProposed: boolean;
  readonly features: RankingFeatures;
}

export interface TenantKnowledge {
  readonly version: number;
  /** in the order of their versions, at most one of a voter on a subject */
  readonly judgements: readonly Judgement[];
}
