// Which replicas one call goes to: another one when one is away, refuses or is slow. Only for work that may be done twice.
import { setTimeout as delay } from 'node:timers/promises';
import { AssayError, ERROR_CATALOGUE, type ErrorCode } from '../../errors.ts';
import {
  ExchangeFailure,
  type OutgoingCall,
  type Reply,
  type Upstream,
  type UpstreamPool,
} from '../../upstreams/index.ts';

export interface AttemptLimits {
  /** for all attempts together */
  readonly deadlineMs: number;
  /** after which a second replica is asked as well, when `mayHedge` says so */
  readonly hedgeAfterMs: number;
  readonly mayHedge: () => boolean;
  /** aborts when nobody waits for the answer any more */
  readonly signal: AbortSignal;
}

/** A replica that was asked, and what came of it; never rejects. */
interface Attempt {
  readonly controller: AbortController;
  readonly ended: Promise<{ readonly attempt: Attempt; readonly result: Reply | Refusal }>;
}

/** Why another replica is asked. */
interface Refusal {
  readonly kind: 'overloaded' | 'away' | 'broken';
  readonly retryAfter: number;
  readonly cause: unknown;
}

const MOST_ATTEMPTS = 5;
/** So long may all replicas be away, as when one takes the place of another. */
const PATIENCE_MS = 2000;
const PAUSE_MS = 50;
/** What breaks two replicas would break the third as well. */
const MOST_BROKEN = 2;
/** Of the time that is there: a replica that hangs leaves the rest to another one. */
const FIRST_SHARE = 0.6;

/** What an analysis comes to on any replica: nobody else is asked. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  'analysis_timeout',
  'analysis_out_of_memory',
  'analysis_failed',
  'invalid_request',
  'payload_too_large',
]);

/**
 * The first answer that is one. Throws AssayError: those of the analysis itself, `overloaded` when replicas have no room, and
 * `model_unavailable` when none answers.
 */
export async function askReplicas(
  pool: UpstreamPool,
  callFor: (leftMs: number) => OutgoingCall,
  limits: AttemptLimits,
): Promise<Reply> {
  const { signal } = limits;
  signal.throwIfAborted();
  const until = performance.now() + limits.deadlineMs;
  const patientUntil = performance.now() + Math.min(limits.deadlineMs / 4, PATIENCE_MS);
  const running = new Set<Attempt>();
  const tried = new Set<Upstream>();
  const refusals: Refusal[] = [];
  const stop = () => {
    for (const { controller } of running) controller.abort(signal.reason);
  };
  const broken = () => refusals.filter(({ kind }) => kind === 'broken').length;
  const start = (): boolean => {
    const left = until - performance.now();
    const mayTry = tried.size < MOST_ATTEMPTS && broken() < MOST_BROKEN && left > 0;
    const replica = mayTry ? pool.choose(tried) : null;
    if (replica === null) return false;
    const time = tried.size === 0 && pool.available() > 1 ? left * FIRST_SHARE : left;
    tried.add(replica);
    running.add(attempt(replica, callFor(time), time));
    return true;
  };
  /** One that was away may be back, or another one be found. Throws when nobody was for too long, or they are there and refuse. */
  const patience = async () => {
    const isHopeless = refusals.some(({ kind }) => kind === 'overloaded') || broken() >= MOST_BROKEN;
    if (isHopeless || performance.now() >= patientUntil) throw refused(refusals);
    await delay(PAUSE_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    tried.clear();
  };
  signal.addEventListener('abort', stop, { once: true });
  const slow = createAlarm(limits.hedgeAfterMs);
  try {
    for (;;) {
      if (running.size === 0 && !start()) {
        await patience();
        continue;
      }
      const event = await Promise.race([slow.rings, ...[...running].map(({ ended }) => ended)]);
      if (signal.aborted) throw signal.reason;
      if (event === 'slow') {
        slow.rings = NEVER;
        if (limits.mayHedge()) start();
        continue;
      }
      running.delete(event.attempt);
      if ('status' in event.result) return event.result;
      refusals.push(event.result);
      if (running.size > 0) start();
    }
  } finally {
    slow.stop();
    signal.removeEventListener('abort', stop);
    stop();
  }
}

const NEVER = new Promise<never>(() => undefined);

function createAlarm(afterMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const rings = new Promise<'slow'>((resolve) => {
    timer = setTimeout(resolve, afterMs, 'slow');
  });
  return { rings: rings as Promise<'slow'>, stop: () => clearTimeout(timer) };
}

function attempt(replica: Upstream, call: OutgoingCall, timeoutMs: number): Attempt {
  const controller = new AbortController();
  const result = replica.exchange(call, { timeoutMs, signal: controller.signal }).then(judge, judgeFailure);
  const self: Attempt = { controller, ended: result.then((ended) => ({ attempt: self, result: ended })) };
  return self;
}

/** An answer that counts, or a reason to ask another replica. Throws nothing: what is final is a Reply as well. */
function judge(reply: Reply): Reply | Refusal {
  if (reply.status === 200) return reply;
  const { code, retryAfter } = problemOf(reply);
  if (FINAL.has(code)) return reply;
  return { kind: code === 'overloaded' ? 'overloaded' : 'away', retryAfter, cause: `${reply.status} ${code}` };
}

function judgeFailure(failure: unknown): Refusal {
  const kind = failure instanceof ExchangeFailure && failure.kind === 'unreachable' ? 'away' : 'broken';
  return { kind, retryAfter: 1, cause: failure };
}

function refused(refusals: readonly Refusal[]): AssayError {
  const isFull = refusals.some(({ kind }) => kind === 'overloaded');
  const retryAfter = Math.max(1, ...refusals.map((refusal) => refusal.retryAfter));
  return new AssayError(isFull ? 'overloaded' : 'model_unavailable', { retryAfter, cause: refusals.at(-1)?.cause });
}

/** Whether an analysis found no replica because it breaks those that take it: nobody else should. */
export function hasBrokenReplicas({ code, cause }: AssayError): boolean {
  return code === 'model_unavailable' && cause instanceof ExchangeFailure && cause.kind === 'broken';
}

/** The error that a replica answered with. */
export function errorOf(reply: Reply): AssayError {
  const { code, detail } = problemOf(reply);
  return code in ERROR_CATALOGUE ? new AssayError(code as ErrorCode, { detail }) : new AssayError('analysis_failed');
}

function problemOf({ body, headers }: Reply): { code: string; detail: string; retryAfter: number } {
  const retryAfter = Number(headers['retry-after'] ?? 1) || 1;
  try {
    const { code, detail } = JSON.parse(String(body)) as { code?: unknown; detail?: unknown };
    return { code: String(code), detail: String(detail), retryAfter };
  } catch {
    return { code: '', detail: '', retryAfter };
  }
}
