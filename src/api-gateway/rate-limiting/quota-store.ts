// The port of the quota counters: fixed windows that begin with their first request. Backends: in this process, and Redis.

/** What one request would use of one quota. */
export interface Charge {
  /** which counter; of one request they all start with the same `{…}`, so that a Redis cluster keeps them on one node */
  readonly key: string;
  readonly points: number;
  readonly limit: number;
  readonly windowMs: number;
}

/** A counter after the request, or as it stays when the request does not fit. */
export interface Count {
  readonly used: number;
  readonly msLeft: number;
  /** the request does not fit into what is left */
  readonly exceeded: boolean;
}

export interface QuotaStore {
  /**
   * Charges all or, when one of them is exceeded, none: a refused request uses up nothing. Exact under concurrency.
   * Never rejects: without its server, a store counts in this process.
   */
  charge(charges: readonly Charge[]): Promise<readonly Count[]>;
  close(): Promise<void>;
}
