// The port of the cache. A cache may forget at any time and never fails a request: trouble is a miss that is counted.

export type CacheValue = string | Buffer;

export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  /** look-ups and stores that failed (time-out, connection); each failed look-up is a miss as well */
  readonly failures: number;
}

export interface Cache {
  readonly backend: 'memory' | 'redis';
  /** the value as it was stored (string or bytes), or null; never rejects */
  get(key: string): Promise<CacheValue | null>;
  /** never rejects; a value that is too large is not stored */
  set(key: string, value: CacheValue, ttlSeconds: number): Promise<void>;
  statistics(): CacheStatistics;
  /** rejects when the backend does not answer: for readiness, not for requests */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface CacheOptions {
  /** a Redis address (`redis://` or `rediss://`); null keeps the cache in this process */
  readonly url: string | null;
  /** bound of the in-process cache, default 32 MiB */
  readonly maxBytes?: number;
  /** called at most once every ten seconds with a sentence, when the backend fails */
  readonly onTrouble?: (message: string) => void;
}
