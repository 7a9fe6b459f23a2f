// Sends a request to one of the upstreams, and to another where that can do no harm.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { AssayError } from '../../errors.ts';
import {
  ExchangeFailure,
  type OutgoingCall,
  type Reply,
  type Upstream,
  type UpstreamPool,
} from '../../upstreams/index.ts';

const MAX_ATTEMPTS = 3;

export interface ForwardedCall extends OutgoingCall {
  /** aborts when the client hangs up */
  readonly signal: AbortSignal;
}

/**
 * The answer of an upstream. Throws AssayError `upstream_unavailable` (nothing was sent), `upstream_failed` (it may have been
 * carried out) or `upstream_timeout`. `headersFor` is asked for each attempt, since what is signed does not last.
 */
export async function forward(
  pool: UpstreamPool,
  call: Omit<ForwardedCall, 'headers'> & {
    readonly headersFor: () => OutgoingHttpHeaders;
    readonly repeatable: boolean;
  },
  timeoutMs: number,
): Promise<Reply> {
  const { method, path, body, signal } = call;
  const until = performance.now() + timeoutMs;
  const tried = new Set<Upstream>();
  let failure: ExchangeFailure | null = null;
  while (tried.size < MAX_ATTEMPTS) {
    const upstream = pool.choose(tried);
    const left = until - performance.now();
    if (upstream === null || left <= 0) break;
    tried.add(upstream);
    try {
      const headers = call.headersFor();
      return await upstream.exchange({ method, path, headers, body }, { timeoutMs: left, signal });
    } catch (error) {
      if (!(error instanceof ExchangeFailure) || error.kind === 'aborted') throw error;
      failure = error;
      if (error.kind !== 'unreachable' && !call.repeatable) break;
    }
  }
  throw toError(failure);
}

/** Whether sending a request twice does what sending it once does: reading, or work that its own key makes unique. */
export function isRepeatable(method: string, headers: IncomingHttpHeaders): boolean {
  return method === 'GET' || method === 'HEAD' || (method === 'POST' && headers['idempotency-key'] !== undefined);
}

function toError(failure: ExchangeFailure | null): AssayError {
  if (failure === null || failure.kind === 'unreachable') {
    return new AssayError('upstream_unavailable', { retryAfter: 1, cause: failure ?? undefined });
  }
  return new AssayError(failure.kind === 'timeout' ? 'upstream_timeout' : 'upstream_failed', { cause: failure });
}
