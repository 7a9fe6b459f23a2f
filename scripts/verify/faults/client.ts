// A client that retries as docs/errors.md says: what was refused for now after `Retry-After`, what broke off under the same
// Idempotency-Key.
import { randomUUID } from 'node:crypto';

export interface Outcome {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly attempts: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface RetryingClient {
  /** The last answer; status 0 when there never was one. */
  post(path: string, body: unknown): Promise<Outcome>;
}

const ATTEMPT_MS = 15_000;
/** After this a person gives up. */
const PATIENCE_MS = 60_000;
const LONGEST_WAIT_MS = 5_000;
const FIRST_WAIT_MS = 200;
/** What says nothing about the request itself. */
const PASSING: ReadonlySet<number> = new Set([0, 409, 429, 502, 503, 504]);

export function createRetryingClient(address: string, key: string): RetryingClient {
  return {
    async post(path, body) {
      const idempotencyKey = randomUUID();
      const startedAt = Date.now();
      for (let attempts = 1; ; attempts++) {
        const { status, answer, retryAfterMs } = await attempt(address + path, key, idempotencyKey, body);
        if (!PASSING.has(status) || Date.now() - startedAt > PATIENCE_MS) {
          return { status, body: answer, attempts, startedAt, endedAt: Date.now() };
        }
        const growing = FIRST_WAIT_MS * 2 ** (attempts - 1);
        await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, retryAfterMs ?? growing)));
      }
    },
  };
}

async function attempt(url: string, key: string, idempotencyKey: string, body: unknown) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key, 'idempotency-key': idempotencyKey },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ATTEMPT_MS),
    });
    const after = response.headers.get('retry-after');
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer, retryAfterMs: after === null ? null : Number(after) * 1000 };
  } catch (error) {
    return { status: 0, answer: { detail: String(error) }, retryAfterMs: null };
  }
}
