// Prometheus metrics: rate, errors and duration of requests and analyses, the cache, and the event loop.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createLlmSeries, type LlmQuestion } from './llm-series.ts';
import { type LoadSource, observeLoad } from './load-series.ts';
import { createModelSeries, type Drifts, type JudgedFinding } from './model-series.ts';
import { createRegionSeries } from './region-series.ts';

/** seconds; a cached answer takes about one millisecond, an analysis up to its deadline */
const DURATION_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** seconds; a webhook takes milliseconds, a scan or a training run minutes */
const HANDLING_BUCKETS = [0.01, 0.1, 1, 10, 60, 600, 3600];

export interface AnalysisTotals {
  readonly since: Date;
  analyses: number;
  failures: number;
  cachedAnswers: number;
  issues: number;
  durationMs: number;
}

export interface FinishedRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  /** code of the error catalogue, null for an answer that is none */
  readonly refusal: string | null;
}

export interface FinishedAnalysis {
  readonly language: string;
  /** `ok` or an error code */
  readonly outcome: string;
  /** version of the bundle */
  readonly model: string;
  /** waiting included */
  readonly seconds: number;
  /** inside the engine; null when it gave no outcome */
  readonly engineSeconds: number | null;
  readonly issues: number;
}

export interface Metrics {
  /** a request began; call the answer with its outcome */
  requestStarted(): void;
  requestFinished(request: FinishedRequest): void;
  /** an analysis that reached the model service */
  analysisFinished(analysis: FinishedAnalysis): void;
  cacheAnswered(outcome: 'hit' | 'miss'): void;
  feedbackGiven(verdict: string): void;
  /** a verdict on a finding, that replaces none */
  findingJudged(finding: JudgedFinding): void;
  /** a look at all tenants' models ended */
  modelsWatched(drifts: Drifts): void;
  suggestionJudged(outcome: string): void;
  /** a question to the language model, asked or not */
  llmAsked(question: LlmQuestion): void;
  /** a maintenance job ended on this replica */
  maintenanceFinished(run: { job: string; outcome: 'done' | 'failed' | 'interrupted'; seconds: number }): void;
  /** a message of a queue was worked on */
  messageHandled(message: { queue: string; outcome: string; seconds: number }): void;
  /** a request of a tenant at home in another region was passed on to it, or could not be */
  requestPassedOn(request: { region: string; outcome: 'answered' | 'unavailable' | 'failed' | 'abandoned' }): void;
  /** a model of another region was looked at: fetched, or not */
  bundleFetched(bundle: { region: string; outcome: 'stored' | 'refused' | 'failed' }): void;
  /** a look at all audit chains ended: whether each is as it was written */
  auditVerified(intact: boolean): void;
  /** read at each scrape; call it once */
  observeLoad(source: LoadSource): void;
  /** running totals since the process began, for `GET /api/v1/model/status` */
  readonly totals: Readonly<AnalysisTotals>;
  /** the Prometheus text format */
  render(): Promise<string>;
  readonly contentType: string;
}

/** A registry of its own, so that two servers in one process do not share counters. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const series = createSeries(registry);
  const models = { ...createModelSeries([registry]), ...createLlmSeries([registry]) };
  const totals: AnalysisTotals = {
    since: new Date(),
    analyses: 0,
    failures: 0,
    cachedAnswers: 0,
    issues: 0,
    durationMs: 0,
  };
  return {
    requestStarted: () => series.inFlight.inc(),
    requestFinished({ method, route, status, seconds, refusal }) {
      series.inFlight.dec();
      series.requests.inc({ method, route, status: String(status) });
      series.requestSeconds.observe({ method, route }, seconds);
      if (refusal !== null) series.refusals.inc({ code: refusal });
    },
    analysisFinished({ language, outcome, model, seconds, engineSeconds, issues }) {
      series.analyses.inc({ language, outcome, model });
      series.analysisSeconds.observe({ model }, seconds);
      if (engineSeconds !== null) series.engineSeconds.observe({ language }, engineSeconds);
      series.issues.inc(issues);
      totals.analyses++;
      totals.issues += issues;
      totals.durationMs += seconds * 1000;
      if (outcome !== 'ok') totals.failures++;
    },
    cacheAnswered(outcome) {
      series.cache.inc({ outcome });
      if (outcome === 'hit') totals.cachedAnswers++;
    },
    feedbackGiven: (verdict) => series.feedback.inc({ verdict }),
    ...models,
    suggestionJudged: (outcome) => series.suggestionOutcomes.inc({ outcome }),
    maintenanceFinished({ job, outcome, seconds }) {
      series.maintenanceRuns.inc({ job, outcome });
      series.maintenanceSeconds.set({ job }, seconds);
      if (outcome === 'done') series.maintenanceSuccess.set({ job }, Date.now() / 1000);
    },
    messageHandled({ queue, outcome, seconds }) {
      series.messages.inc({ queue, outcome });
      series.messageSeconds.observe({ queue }, seconds);
    },
    requestPassedOn: (labels) => series.passedOn.inc(labels),
    bundleFetched: (labels) => series.fetchedBundles.inc(labels),
    auditVerified: (intact) => series.auditIntact.set(intact ? 1 : 0),
    observeLoad: (source) => observeLoad(registry, source),
    totals,
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createSeries(registry: Registry) {
  const registers = [registry];
  return {
    ...createRegionSeries(registers),
    requests: new Counter({
      name: 'assay_http_requests_total',
      help: 'Requests answered, by method, route and status.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'assay_http_request_duration_seconds',
      help: 'Time from the first byte of the request to the last of the answer.',
      labelNames: ['method', 'route'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    inFlight: new Gauge({ name: 'assay_http_requests_in_flight', help: 'Requests being answered.', registers }),
    analyses: new Counter({
      name: 'assay_analyses_total',
      help: 'Analyses that reached the model service, by language, outcome and version of the model.',
      labelNames: ['language', 'outcome', 'model'],
      registers,
    }),
    analysisSeconds: new Histogram({
      name: 'assay_analysis_duration_seconds',
      help: 'Time of an analysis, waiting included, by version of the model.',
      labelNames: ['model'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    engineSeconds: new Histogram({
      name: 'assay_engine_duration_seconds',
      help: 'Time of an analysis inside its worker, by language: what a core is busy for.',
      labelNames: ['language'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    issues: new Counter({ name: 'assay_issues_total', help: 'Issues identified.', registers }),
    cache: new Counter({
      name: 'assay_cache_answers_total',
      help: 'Analyses looked up in the cache, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    feedback: new Counter({
      name: 'assay_feedback_total',
      help: 'Verdicts given, by verdict.',
      labelNames: ['verdict'],
      registers,
    }),
    suggestionOutcomes: new Counter({
      name: 'assay_suggestion_outcomes_total',
      help: 'What became of suggestions, as it was reported, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    ...createSecuritySeries(registers),
    ...createQueueSeries(registers),
    ...createMaintenanceSeries(registers),
  };
}

function createQueueSeries(registers: Registry[]) {
  return {
    messages: new Counter({
      name: 'assay_queue_deliveries_total',
      help: 'Messages that this process has worked on, by queue and outcome: done, retried, dead, given_back.',
      labelNames: ['queue', 'outcome'],
      registers,
    }),
    messageSeconds: new Histogram({
      name: 'assay_queue_handling_seconds',
      help: 'How long a message was worked on, by queue.',
      labelNames: ['queue'],
      buckets: HANDLING_BUCKETS,
      registers,
    }),
  };
}

function createSecuritySeries(registers: Registry[]) {
  return {
    refusals: new Counter({
      name: 'assay_refusals_total',
      help: 'Answers that are errors, by code of the error catalogue.',
      labelNames: ['code'],
      registers,
    }),
    auditIntact: withoutValue(
      new Gauge({
        name: 'assay_audit_chain_intact',
        help: '1 when all audit chains were as written at the last look of this replica, 0 when one was broken.',
        registers,
      }),
    ),
  };
}

/** Absent until it is known: a gauge without labels would begin with 0. */
function withoutValue(gauge: Gauge): Gauge {
  gauge.remove();
  return gauge;
}

function createMaintenanceSeries(registers: Registry[]) {
  return {
    maintenanceRuns: new Counter({
      name: 'assay_maintenance_runs_total',
      help: 'Maintenance jobs run on this replica, by job and outcome.',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    maintenanceSeconds: new Gauge({
      name: 'assay_maintenance_duration_seconds',
      help: 'How long the last run of a maintenance job took.',
      labelNames: ['job'],
      registers,
    }),
    maintenanceSuccess: new Gauge({
      name: 'assay_maintenance_last_success_timestamp_seconds',
      help: 'When a maintenance job last succeeded on this replica.',
      labelNames: ['job'],
      registers,
    }),
  };
}
