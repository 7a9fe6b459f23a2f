// One analysis from submission to answer: cache, model service, dismissals, store. docs/flows/code-submission.md draws it.
import { type Cache, cacheKey } from '../../cache/index.ts';
import type { Database, Timing } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { AnalysisOutcome, ModelService, ScorerIdentity } from '../../model-service/index.ts';
import type { Metrics, Trace } from '../../monitoring/index.ts';
import type { Caller } from '../endpoint.ts';
import type { TimingRecorder } from '../metrics/timing-recorder.ts';
import type { OnlineTotals } from '../model-status/online-totals.ts';
import type { ModelInUse, ModelsInUse } from '../models/models-in-use.ts';
import type { RolloutRecorder } from '../models/rollout-recorder.ts';
import type { OwnRules } from '../own-rules/own-rules.ts';
import type { FixOrders } from '../ranking/fix-orders.ts';
import type { OutsideRanker } from '../ranking/outside-ranker.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { createAnswerCache, type FreshAnswer } from './answer-cache.ts';
import { conclude, inChosenLanguages, rank, withOwnRules } from './conclusion.ts';
import { sealCode } from './history.ts';
import { createSingleFlight, type SingleFlight } from './single-flight.ts';
import { cacheContext, type Submission } from './submission.ts';

export interface AnalysisDependencies {
  readonly database: Database;
  readonly cache: Cache;
  readonly model: ModelService;
  readonly models: ModelsInUse;
  readonly rollouts: RolloutRecorder;
  readonly metrics: Metrics;
  readonly knowledge: Knowledge;
  readonly dataKeys: DataKeys;
  readonly rankers: TenantRankers;
  readonly fixOrders: FixOrders;
  /** null: Assay ranks */
  readonly outside: OutsideRanker | null;
  readonly totals: OnlineTotals;
  readonly timings: TimingRecorder;
  readonly ownRules: OwnRules;
  readonly hmacKey: Buffer;
}

/** Who asks and how the request is followed. */
export interface AnalysisRequest {
  readonly caller: Caller;
  readonly requestId: string;
  readonly elapsedMs: () => number;
  /** asked for only when the answer is not in the cache */
  readonly signal: () => AbortSignal;
  readonly trace: Trace;
}

/** With the bundle that answers. */
interface ServedRequest extends AnalysisRequest {
  readonly used: ModelInUse;
  /** who ranks in the place of its ranker */
  readonly outsideRanker: ScorerIdentity | null;
}

export interface Analyzer {
  /**
   * The answer as JSON text (`AnalyzeResponse`), stored before it is returned. Throws AssayError; the errors of the
   * model service concern this code alone.
   */
  analyze(submission: Submission, request: AnalysisRequest): Promise<string>;
}

/**
 * An answer as it is cached: JSON text that lacks its last two members and the closing brace, so that a hit is told
 * apart and timed without parsing or writing it anew.
 */
type OpenAnswer = string;

export function createAnalyzer(dependencies: AnalysisDependencies): Analyzer {
  const { cache, dataKeys, knowledge, metrics, models, outside, timings, totals } = dependencies;
  const answers = createAnswerCache(cache, dataKeys);
  const flights: SingleFlight<{ readonly answer: OpenAnswer; readonly isNew: boolean }> = createSingleFlight();
  return {
    async analyze(submission, asked) {
      const { tenantId } = asked.caller;
      const { repository, job } = submission;
      const used = await models.choose({ tenantId, repository, path: job.path, code: job.code }, submission.model);
      const outsideRanker = (await outside?.identity()) ?? null;
      const request: ServedRequest = { ...asked, used, outsideRanker };
      const version = await knowledge.version(tenantId);
      const analyze = (signal: AbortSignal) => run(dependencies, submission, request, version, signal);
      // What must not be stored is neither cached nor shared.
      const isCached = submission.store !== 'none' && submission.dataMode === 'standard';
      if (!isCached) return close((await analyze(request.signal())).text, false, request);

      const key = keyOf(submission, request, version);
      const lookup = request.trace.begin('cache look-up');
      const remembered = await answers.get(tenantId, key);
      lookup.end({ 'assay.cache.hit': remembered !== null });
      metrics.cacheAnswered(remembered === null ? 'miss' : 'hit');
      if (remembered !== null) {
        totals.cached(tenantId);
        timings.record(tenantId, cachedTiming(remembered, submission, request));
        return close(remembered, true, request);
      }
      const { result, started } = await flights.join(key, request.signal(), async (signal) => {
        return await answers.getOrMake(tenantId, key, signal, () => analyze(signal));
      });
      const { answer } = result;
      const isNew = started && result.isNew;
      if (!isNew) timings.record(tenantId, cachedTiming(answer, submission, request));
      return close(answer, !isNew, request);
    },
  };

  function keyOf(
    submission: Submission,
    { used, outsideRanker, caller }: ServedRequest,
    knowledgeVersion: number,
  ): string {
    return cacheKey(dependencies.hmacKey, {
      tenantId: caller.tenantId,
      code: submission.job.code,
      language: submission.job.declaredLanguage,
      context: cacheContext(submission),
      preferences: submission.preferences,
      // A challenger that becomes the champion says so in its answers.
      bundleDigest: [used.bundle.digest, used.variant, ...Object.values(outsideRanker ?? {})].join(' '),
      knowledgeVersion,
    });
  }
}

/** Analyses, applies what the tenant has taught, and stores; everything that a cached answer leaves out. */
async function run(
  dependencies: AnalysisDependencies,
  submission: Submission,
  request: ServedRequest,
  knowledgeVersion: number,
  signal: AbortSignal,
): Promise<FreshAnswer> {
  const { tenantId } = request.caller;
  const {
    outcome: identified,
    modelMs,
    queueMs,
  } = await identify(
    dependencies,
    await withKnowledge(dependencies, submission, tenantId, knowledgeVersion),
    request,
    signal,
  );
  const ranked = await rank(dependencies, submission, { tenantId, used: request.used }, identified, knowledgeVersion);
  const code =
    submission.store === 'full' ? await sealCode(dependencies.dataKeys, tenantId, submission.job.code) : null;
  const storing = performance.now();
  const span = request.trace.begin('store');
  // One transaction: what the answer says of dismissals is what is stored with it, committed before anyone hears it.
  const answer = await dependencies.database
    .asTenant(tenantId, async (tx) => {
      const { requestId, used } = request;
      const durationMs = rounded(request.elapsedMs());
      const answer = await conclude(tx, { submission, used, requestId, durationMs, code, ...ranked });
      return JSON.stringify(answer).slice(0, -1);
    })
    .finally(() => span.end({ 'assay.code.stored': code !== null }));
  const storeMs = performance.now() - storing;
  const parts = { language: ranked.outcome.language.id, failed: false, queueMs, modelMs, storeMs };
  dependencies.timings.record(tenantId, { ...timingOf(submission, request), ...parts });
  const { name, version } = ranked.ranker ?? {};
  const isFinal = name === request.outsideRanker?.name && version === request.outsideRanker?.version;
  return { text: answer, isFinal };
}

/** With what the tenant has taught that the analysis itself depends on: its rules, and which fixes it takes. */
async function withKnowledge(
  dependencies: AnalysisDependencies,
  submission: Submission,
  tenantId: string,
  knowledgeVersion: number,
): Promise<Submission> {
  const fixAcceptance = await dependencies.fixOrders.of(tenantId, knowledgeVersion);
  const { job, ...rest } = await withOwnRules(dependencies.ownRules, submission, tenantId, knowledgeVersion);
  return { ...rest, job: fixAcceptance === null ? job : { ...job, fixAcceptance } };
}

/** The model service, with its outcome counted. */
async function identify(
  { model, metrics, rollouts, timings, totals }: AnalysisDependencies,
  submission: Submission,
  request: ServedRequest,
  signal: AbortSignal,
): Promise<{ readonly outcome: AnalysisOutcome; readonly modelMs: number; readonly queueMs: number }> {
  const { tenantId } = request.caller;
  const started = performance.now();
  const span = request.trace.begin('analysis', 'client');
  const { version } = request.used.bundle;
  const count = (language: string, outcome: string, issues: number, engineMs: number | null) => {
    const milliseconds = performance.now() - started;
    const engineSeconds = engineMs === null ? null : engineMs / 1000;
    metrics.analysisFinished({
      language,
      outcome,
      model: version,
      seconds: milliseconds / 1000,
      engineSeconds,
      issues,
    });
    const attributes = { 'assay.language': language, 'assay.outcome': outcome, 'assay.model': version };
    span.end({ ...attributes, 'assay.issues': issues, 'assay.engine_ms': engineMs ?? 0 }, outcome !== 'ok');
    const failed = outcome !== 'ok';
    totals.analyzed(tenantId, { failed, issues, milliseconds });
    rollouts.analyzed(tenantId, request.used, { failed, milliseconds });
    return milliseconds;
  };
  try {
    const outcome = inChosenLanguages(
      await model.analyze(submission.job, { signal, traceparent: span.traceparent }),
      submission,
    );
    // What was detected, not what was declared: a label must not take every word that clients make up.
    const elapsed = count(outcome.language.detected, 'ok', outcome.issues.length, outcome.durationMs);
    const modelMs = Math.min(outcome.durationMs, elapsed);
    return { outcome, modelMs, queueMs: elapsed - modelMs };
  } catch (error) {
    if (!signal.aborted) {
      const modelMs = count('unknown', error instanceof AssayError ? error.code : 'internal', 0, null);
      timings.record(tenantId, { ...timingOf(submission, request), modelMs, failed: true });
    } else span.end({ 'assay.outcome': 'aborted' });
    throw error;
  }
}

function close(answer: OpenAnswer, cached: boolean, request: AnalysisRequest): string {
  return `${answer},"cached":${cached},"duration_ms":${rounded(request.elapsedMs())}}`;
}

/** What is known of every request; what it spent where is put in. */
function timingOf({ job }: Submission, { used, elapsedMs }: ServedRequest): Timing {
  return {
    at: new Date(),
    language: 'unknown',
    modelVersion: used.bundle.version,
    cached: false,
    failed: false,
    codeBytes: Buffer.byteLength(job.code),
    queueMs: 0,
    modelMs: 0,
    storeMs: 0,
    totalMs: elapsedMs(),
  };
}

function cachedTiming(answer: OpenAnswer, submission: Submission, request: ServedRequest): Timing {
  // The answer is not parsed for it: `language` is its second member.
  const language = /"language":\{"id":"([^"]+)"/.exec(answer.slice(0, 200))?.[1] ?? 'unknown';
  return { ...timingOf(submission, request), cached: true, language };
}

/** to hundredths of a millisecond */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
