// The port of the cache. A cache may forget at any time and never fails a request: trouble is a miss that is counted.

export type CacheValue = string | Buffer;

export type CacheTier = 'memory' | 'redis';

export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  /** look-ups and stores that failed (time-out, connection); each failed look-up is a miss as well */
  readonly failures: number;
}

export interface Cache {
  /** The value as it was stored (string or bytes), or null; never rejects. */
  get(key: string): Promise<CacheValue | null>;
  /** Never rejects; a value that is too large is not stored. What was stored once under a key is all that it ever holds. */
  set(key: string, value: CacheValue, ttlSeconds: number): Promise<void>;
  /**
   * Whoever misses a value claims it before making it, so that of several processes one does. Never rejects: while the
   * backend does not answer, everyone makes it.
   */
  claim(key: string): Promise<Claim>;
  /** of each tier that there is */
  statistics(): Readonly<Partial<Record<CacheTier, CacheStatistics>>>;
  /** rejects when the backend does not answer: for readiness, not for requests */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Mine: I make it, and release the claim when it is stored or cannot be made. Otherwise somebody else is at it. */
export type Claim =
  | { readonly isMine: true; release(): Promise<void> }
  | {
      readonly isMine: false;
      /** The value once it is there; null when whoever makes it has given up. Rejects with the reason of the signal only. */
      settled(signal: AbortSignal): Promise<CacheValue | null>;
    };

export interface CacheOptions {
  /** a Redis address (`redis://` or `rediss://`), behind the cache in this process; null keeps it there alone */
  readonly url: string | null;
  /** how long Redis may take to answer before it counts as a miss, default 100 */
  readonly answerMs?: number;
  /** bound of the in-process cache, default 32 MiB */
  readonly maxBytes?: number;
  /** called at most once every ten seconds with a sentence, when the backend fails */
  readonly onTrouble?: (message: string) => void;
}
