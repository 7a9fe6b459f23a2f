// One analysis from submission to answer: cache, model service, dismissals, store. docs/flows/code-submission.md draws it.
import { v7 as uuidv7 } from 'uuid';
import { baseOfFingerprint, recognise } from '../../analysis-engine/index.ts';
import { type Cache, cacheKey } from '../../cache/index.ts';
import type { AnalyzeResponse, Notice } from '../../contract/index.ts';
import {
  type Database,
  dismissalScope,
  findAnalysis,
  listDismissals,
  type TenantTransaction,
  type Timing,
} from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { type AnalysisOutcome, type ModelService, ownDocuments } from '../../model-service/index.ts';
import type { Metrics, Trace } from '../../monitoring/index.ts';
import { storedDefects } from '../analyses/stored-analysis.ts';
import type { Caller } from '../endpoint.ts';
import type { TimingRecorder } from '../metrics/timing-recorder.ts';
import type { OnlineTotals } from '../model-status/online-totals.ts';
import type { ModelInUse, ModelsInUse } from '../models/models-in-use.ts';
import type { RolloutRecorder } from '../models/rollout-recorder.ts';
import type { OwnRules } from '../own-rules/own-rules.ts';
import type { FixOrders } from '../ranking/fix-orders.ts';
import { nameTokensOf } from '../ranking/name-tokens.ts';
import { type RankedIssue, type RankedOutcome, rankIssues } from '../ranking/ranked-issues.ts';
import type { TenantRankers } from '../ranking/tenant-rankers.ts';
import type { DataKeys } from '../tenants/data-keys.ts';
import type { Knowledge } from '../tenants/knowledge.ts';
import { createAnswerCache } from './answer-cache.ts';
import { saveAnswer, sealCode } from './history.ts';
import { present } from './presentation.ts';
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
  const { cache, dataKeys, knowledge, metrics, models, timings, totals } = dependencies;
  const answers = createAnswerCache(cache, dataKeys);
  const flights: SingleFlight<{ readonly answer: OpenAnswer; readonly isNew: boolean }> = createSingleFlight();
  return {
    async analyze(submission, asked) {
      const { tenantId } = asked.caller;
      const { repository, job } = submission;
      const used = await models.choose({ tenantId, repository, path: job.path, code: job.code }, submission.model);
      const request: ServedRequest = { ...asked, used };
      const version = await knowledge.version(tenantId);
      const analyze = (signal: AbortSignal) => run(dependencies, submission, request, version, signal);
      // What must not be stored is neither cached nor shared.
      const isCached = submission.store !== 'none' && submission.dataMode === 'standard';
      if (!isCached) return close(await analyze(request.signal()), false, request);

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

  function keyOf(submission: Submission, { used, caller }: ServedRequest, knowledgeVersion: number): string {
    return cacheKey(dependencies.hmacKey, {
      tenantId: caller.tenantId,
      code: submission.job.code,
      language: submission.job.declaredLanguage,
      context: cacheContext(submission),
      preferences: submission.preferences,
      // A challenger that becomes the champion says so in its answers.
      bundleDigest: `${used.bundle.digest} ${used.variant}`,
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
): Promise<OpenAnswer> {
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
  const { outcome, knowledge } = await rank(dependencies, submission, request, identified, knowledgeVersion);
  const code =
    submission.store === 'full' ? await sealCode(dependencies.dataKeys, tenantId, submission.job.code) : null;
  const storing = performance.now();
  const span = request.trace.begin('store');
  // One transaction: what the answer says of dismissals is what is stored with it, committed before anyone hears it.
  const answer = await dependencies.database
    .asTenant(tenantId, async (tx) => {
      const { presentation, proposals, notices } = await applyKnowledge(tx, submission, outcome);
      const { bundle, variant } = request.used;
      const answer = {
        analysis_id: uuidv7(),
        language: outcome.language,
        issues: [...presentation.issues],
        suppressed_count: presentation.suppressedCount,
        model: { version: bundle.version, digest: bundle.digest, variant, knowledge },
        notices: [...submission.notices, ...modelNotices(submission, request.used), ...outcome.notices, ...notices],
      } satisfies Omit<AnalyzeResponse, 'cached' | 'duration_ms'>;
      if (submission.store !== 'none') {
        const { requestId } = request;
        const durationMs = rounded(request.elapsedMs());
        await saveAnswer(tx, { submission, requestId, durationMs, code, answer, outcome, presentation, proposals });
      }
      return JSON.stringify(answer).slice(0, -1);
    })
    .finally(() => span.end({ 'assay.code.stored': code !== null }));
  const storeMs = performance.now() - storing;
  const parts = { language: outcome.language.id, failed: false, queueMs, modelMs, storeMs };
  dependencies.timings.record(tenantId, { ...timingOf(submission, request), ...parts });
  return answer;
}

/** With what the tenant has taught that the analysis itself depends on: its rules, and which fixes it takes. */
async function withKnowledge(
  dependencies: AnalysisDependencies,
  submission: Submission,
  tenantId: string,
  knowledgeVersion: number,
): Promise<Submission> {
  const fixAcceptance = await dependencies.fixOrders.of(tenantId, knowledgeVersion);
  const { job, ...rest } = await withOwnRules(dependencies, submission, tenantId, knowledgeVersion);
  return { ...rest, job: fixAcceptance === null ? job : { ...job, fixAcceptance } };
}

/** The rules that the tenant and the project have enforced, before those that came with the request. */
async function withOwnRules(
  { ownRules }: AnalysisDependencies,
  submission: Submission,
  tenantId: string,
  knowledgeVersion: number,
): Promise<Submission> {
  const enforced = await ownRules.enforced(tenantId, submission.project, knowledgeVersion);
  if (enforced === null) return submission;
  const { documents, known: otherRules } = enforced;
  const { own } = submission.job;
  const all = own === undefined ? documents : ownDocuments([...documents.rules, ...own.rules], own.facts);
  return { ...submission, job: { ...submission.job, own: all, otherRules } };
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

/** With the confidences that the tenant's verdicts teach, and the version that they rest on. */
async function rank(
  { rankers, dataKeys }: AnalysisDependencies,
  { repository }: Submission,
  { caller: { tenantId }, used }: ServedRequest,
  outcome: AnalysisOutcome,
  knowledgeVersion: number,
): Promise<{ readonly outcome: RankedOutcome; readonly knowledge: number }> {
  if (outcome.issues.length === 0) return { outcome: { ...outcome, issues: [] }, knowledge: knowledgeVersion };
  const ranker = await rankers.of(tenantId, knowledgeVersion, used.bundle);
  const names = nameTokensOf(await dataKeys.of(tenantId));
  const issues = rankIssues(outcome.issues, { language: outcome.language.id, repository }, ranker, names);
  // The version that the scores rest on, so that they can be made again.
  return { outcome: { ...outcome, issues }, knowledge: ranker.knowledgeVersion };
}

/** Code in a language that was not chosen is answered with a notice. */
function inChosenLanguages(outcome: AnalysisOutcome, { preferences }: Submission): AnalysisOutcome {
  const { id } = outcome.language;
  if (preferences.languages === null || preferences.languages.includes(id)) return outcome;
  const message = `The preferences leave ${id} out: chosen are ${preferences.languages.join(', ') || 'no languages'}.`;
  return { ...outcome, issues: [], notices: [{ code: 'language_not_chosen', message }] };
}

/** Finds what is dismissed and what the baseline had, each known defect once: a copy of it is new. */
async function applyKnowledge(tx: TenantTransaction, submission: Submission, outcome: RankedOutcome) {
  const { issues } = outcome;
  const found = issues.map(({ fingerprint, within, location }) => ({ fingerprint, within, path: location.path }));
  const bases = found.map(({ fingerprint }) => baseOfFingerprint(fingerprint));
  const dismissals = await listDismissals(tx, dismissalScope(submission), bases);
  const active = dismissals.filter((dismissal) => dismissal.state === 'active');
  const dismissed = new Map<RankedIssue, string | null>();
  for (const [index, dismissal] of recognise(found, active).entries()) {
    if (dismissal !== null) dismissed.set(issues[index], dismissal.reason);
  }
  const { baselineAnalysisId, preferences } = submission;
  const record = baselineAnalysisId === null ? null : await findAnalysis(tx, baselineAnalysisId);
  const baseline = recognise(found, record === null ? [] : storedDefects(record));
  const known = new Set(issues.filter((_, index) => baseline[index] !== null));
  const notices: Notice[] = [];
  if (baselineAnalysisId !== null && record === null) {
    notices.push({ code: 'unknown_baseline', message: 'There is no analysis of that id: every issue counts as new.' });
  }
  const proposals = dismissals.filter((dismissal) => dismissal.state === 'proposed');
  return {
    presentation: present(issues, { preferences, repository: submission.repository, dismissed, known }),
    proposals,
    notices,
  };
}

function modelNotices(submission: Submission, { bundle, variant }: ModelInUse): Notice[] {
  const wanted = submission.model;
  if (wanted === null || [bundle.version, bundle.digest, variant].includes(wanted)) return [];
  const message = 'The model that was asked for is not loaded; the champion answered.';
  return [{ code: 'model_not_available', message }];
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
