// What is told of a read replica: to operators, to metrics, and to whoever opens one.

export interface ReplicaOptions {
  /** `postgres://…` of a streaming replica of the primary's server */
  readonly url: string;
  /** how long a question waits for the replica to have everything before the primary is asked, default 100 */
  readonly waitMs?: number;
}

/** Only one that is `answering` is asked. */
export type ReplicaState =
  | 'answering'
  /** it does not have, in time, what the primary had when it was asked */
  | 'behind'
  /** it does not answer, or nobody has looked yet */
  | 'away'
  /** it takes writes: it was promoted, or never was a replica */
  | 'promoted'
  /** it does not replicate the primary's server: its positions mean nothing */
  | 'other_cluster'
  /** it has not followed the primary through a promotion yet, or never will */
  | 'other_timeline';

export interface ReplicaStatus {
  readonly state: ReplicaState;
  /** seconds between the primary and what was replayed, 0 when that is everything; null when it could not be asked */
  readonly lagSeconds: number | null;
  /** questions of this process by who answered them */
  readonly answered: { readonly replica: number; readonly primary: number };
}
