// What the Grafana dashboards show. `npm run generate` makes the JSON beside this file; a test holds every metric against /metrics.

export type Unit = 'reqps' | 'percentunit' | 's' | 'bytes' | 'short' | 'cores';

export interface Query {
  readonly expression: string;
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** what to make of it */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
}

export interface Dashboard {
  /** also the name of the file */
  readonly name: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const SERVED = 'job="assay",route!~"/livez|/readyz|/metrics"';
const quantile = (share: number, metric: string, filter: string, by = 'le') =>
  `histogram_quantile(${share}, sum by (${by}) (rate(${metric}_bucket{${filter}}[5m])))`;
const one = (expression: string, legend: string): readonly Query[] => [{ expression, legend }];
const quantiles = (metric: string, filter: string): readonly Query[] =>
  [0.5, 0.95, 0.99].map((share) => ({ expression: quantile(share, metric, filter), legend: `p${share * 100}` }));

const SERVICE: Dashboard = {
  name: 'service',
  title: 'Assay service',
  panels: [
    {
      title: 'Requests',
      description: 'By route. A gateway knows one route, /*, beside its probes.',
      unit: 'reqps',
      queries: one(`sum by (route) (rate(assay_http_requests_total{${SERVED}}[5m]))`, '{{route}}'),
    },
    {
      title: 'Errors',
      description: 'Share of answers with 5xx; the objective is 0.1 %.',
      unit: 'percentunit',
      queries: one(
        `sum(rate(assay_http_requests_total{${SERVED},status=~"5.."}[5m])) / sum(rate(assay_http_requests_total{${SERVED}}[5m]))`,
        '5xx',
      ),
    },
    {
      title: 'Duration of an analysis request',
      description: 'POST /api/v1/analyze, cached answers among them; the objective is 99 % within 2 s.',
      unit: 's',
      queries: quantiles('assay_http_request_duration_seconds', 'job="assay",route="/api/v1/analyze"'),
    },
    {
      title: 'Refusals by code',
      description: 'docs/errors.md explains each.',
      unit: 'reqps',
      queries: one('sum by (code) (rate(assay_refusals_total{job="assay"}[5m]))', '{{code}}'),
    },
    {
      title: 'Cache hits',
      description: 'Share of analyses answered from the cache.',
      unit: 'percentunit',
      queries: one(
        'sum(rate(assay_cache_answers_total{job="assay",outcome="hit"}[5m])) / sum(rate(assay_cache_answers_total{job="assay"}[5m]))',
        'hits',
      ),
    },
    {
      title: 'Cache hits by tier',
      description: 'Share of the look-ups that a tier answers; Redis is asked what memory does not have.',
      unit: 'percentunit',
      queries: one(
        'sum by (tier) (rate(assay_cache_operations_total{job="assay",outcome="hit"}[5m])) / sum by (tier) (rate(assay_cache_operations_total{job="assay",outcome=~"hit|miss"}[5m]))',
        '{{tier}}',
      ),
    },
    {
      title: 'Model replicas',
      description:
        'Of each process that analyses elsewhere. Fewer available than configured: see the runbook of AssayModelReplicaMissing.',
      unit: 'short',
      queries: one('assay_model_replicas{job="assay"}', '{{instance}} {{state}}'),
    },
    {
      title: 'Application servers of each gateway',
      description: 'Fewer available than configured: see the runbook of AssayUpstreamMissing.',
      unit: 'short',
      queries: one('assay_upstreams{job="assay"}', '{{instance}} {{state}}'),
    },
    {
      title: 'Processes',
      description: 'Those that answer Prometheus.',
      unit: 'short',
      queries: one('sum(up{job="assay"})', 'up'),
    },
    {
      title: 'Maintenance',
      description: 'Runs of jobs that failed.',
      unit: 'short',
      queries: one('sum by (job) (increase(assay_maintenance_runs_total{outcome="failed"}[1h]))', '{{job}}'),
    },
  ],
};

const MODEL_QUALITY: Dashboard = {
  name: 'model-quality',
  title: 'Assay model quality',
  panels: [
    {
      title: 'Verdicts',
      description: 'What people say of findings, a day.',
      unit: 'short',
      queries: one('sum by (verdict) (increase(assay_feedback_total{job="assay"}[1d]))', '{{verdict}}'),
    },
    {
      title: 'Not useful',
      description:
        'Share of the verdicts of a week that say false positive or won’t fix. Whoever is content seldom says so.',
      unit: 'percentunit',
      queries: one(
        'sum(increase(assay_feedback_total{verdict=~"false_positive|wont_fix"}[7d])) / sum(increase(assay_feedback_total[7d]))',
        'not useful',
      ),
    },
    {
      title: 'Rules that are not useful',
      description:
        'Share of the verdicts of a week that are against the findings, of rules with more than ten; the goal is below 10 %.',
      unit: 'percentunit',
      queries: one(
        'topk(10, sum by (rule) (increase(assay_rule_verdicts_total{outcome="not_useful"}[7d])) / sum by (rule) (increase(assay_rule_verdicts_total[7d])) and sum by (rule) (increase(assay_rule_verdicts_total[7d])) > 10)',
        '{{rule}}',
      ),
    },
    {
      title: 'Precision of the first five findings',
      description: 'Of the first five of an answer that were judged in a week, how many were useful.',
      unit: 'percentunit',
      queries: one(
        'sum(increase(assay_first_five_verdicts_total{outcome="useful"}[7d])) / sum(increase(assay_first_five_verdicts_total[7d]))',
        'useful',
      ),
    },
    {
      title: 'Drift',
      description: 'The largest stability index of any tenant; above 0.25 see the runbook of AssayModelDrift.',
      unit: 'short',
      queries: one('max by (of) (assay_model_drift{job="assay"})', '{{of}}'),
    },
    {
      title: 'Tenants with drift',
      description: 'Whose index is above 0.25.',
      unit: 'short',
      queries: one('max by (of) (assay_model_drift_tenants{job="assay"})', '{{of}}'),
    },
    {
      title: 'Missed',
      description: 'Findings that people reported because Assay did not, a day.',
      unit: 'short',
      queries: one('sum(increase(assay_feedback_total{verdict="missed"}[1d]))', 'missed'),
    },
    {
      title: 'Issues an analysis',
      description: 'A step without a new version means other code; with one, another model.',
      unit: 'short',
      queries: one('sum(rate(assay_issues_total[1h])) / sum(rate(assay_analyses_total{outcome="ok"}[1h]))', 'issues'),
    },
    {
      title: 'Analyses by version of the model',
      description: 'Which versions answer.',
      unit: 'reqps',
      queries: one('sum by (model) (rate(assay_analyses_total{job="assay"}[5m]))', '{{model}}'),
    },
    {
      title: 'Failures by version of the model',
      description: 'Outcomes other than ok.',
      unit: 'percentunit',
      queries: one(
        'sum by (model) (rate(assay_analyses_total{outcome!="ok"}[15m])) / sum by (model) (rate(assay_analyses_total[15m]))',
        '{{model}}',
      ),
    },
    {
      title: 'Duration by version of the model (p95)',
      description: 'Waiting included.',
      unit: 's',
      queries: one(quantile(0.95, 'assay_analysis_duration_seconds', 'job="assay"', 'le, model'), '{{model}}'),
    },
    {
      title: 'Languages',
      description: 'Of the code that reached the model service, as detected.',
      unit: 'reqps',
      queries: one('sum by (language) (rate(assay_analyses_total{job="assay"}[5m]))', '{{language}}'),
    },
  ],
};

const CAPACITY: Dashboard = {
  name: 'capacity',
  title: 'Assay capacity',
  panels: [
    {
      title: 'Analyses waiting and running',
      description: 'Waiting all the time: more replicas.',
      unit: 'short',
      queries: one('sum by (state) (assay_analysis_queue{job="assay"})', '{{state}}'),
    },
    {
      title: 'Messages that wait',
      description: 'By queue. Growing all the time: more workers (scans, webhooks) or trainers.',
      unit: 'short',
      queries: one('max by (queue) (assay_queue_messages{job="assay",state="ready"})', '{{queue}}'),
    },
    {
      title: 'Age of the oldest message',
      description: 'How long somebody has waited already; of scans the objective is 10 minutes.',
      unit: 's',
      queries: one('min by (queue) (assay_queue_oldest_age_seconds{job="assay"})', '{{queue}}'),
    },
    {
      title: 'Messages worked on',
      description: 'Retried ones are tried again with growing pauses; dead ones were given up.',
      unit: 'reqps',
      queries: one(
        'sum by (queue, outcome) (rate(assay_queue_deliveries_total{job="assay"}[5m]))',
        '{{queue}}, {{outcome}}',
      ),
    },
    {
      title: 'Dead letters',
      description: 'Messages that were given up and lie there until somebody revives them.',
      unit: 'short',
      queries: one('max by (queue) (assay_queue_messages{job="assay",state="dead"})', '{{queue}}'),
    },
    {
      title: 'Time in the engine (p95)',
      description: 'By language; what a core is busy for.',
      unit: 's',
      queries: one(quantile(0.95, 'assay_engine_duration_seconds', 'job="assay"', 'le, language'), '{{language}}'),
    },
    {
      title: 'Engine seconds a second',
      description: 'How many analysis threads are busy on average: compare with ASSAY_ANALYSIS_THREADS times replicas.',
      unit: 'cores',
      queries: one('sum(rate(assay_engine_duration_seconds_sum{job="assay"}[5m]))', 'threads'),
    },
    {
      title: 'CPU',
      description: 'Cores that each process uses.',
      unit: 'cores',
      queries: one('rate(process_cpu_seconds_total{job="assay"}[5m])', '{{instance}}'),
    },
    {
      title: 'Memory',
      description: 'Resident. A slope that does not end is a leak.',
      unit: 'bytes',
      queries: one('process_resident_memory_bytes{job="assay"}', '{{instance}}'),
    },
    {
      title: 'Event-loop lag (p99)',
      description: 'Above 0.1 s answers come late.',
      unit: 's',
      queries: one('nodejs_eventloop_lag_p99_seconds{job="assay"}', '{{instance}}'),
    },
    {
      title: 'Garbage collection',
      description: 'Share of the time.',
      unit: 'percentunit',
      queries: one('sum by (instance) (rate(nodejs_gc_duration_seconds_sum{job="assay"}[5m]))', '{{instance}}'),
    },
    {
      title: 'Database connections',
      description: 'Waiting transactions mean a slow database or too small a pool.',
      unit: 'short',
      queries: one('sum by (state) (assay_database_pool{job="assay"})', '{{state}}'),
    },
    {
      title: 'Free disk of the data directory',
      description: 'Share that is free.',
      unit: 'percentunit',
      queries: one(
        'assay_data_directory_bytes{state="free"} / ignoring(state) assay_data_directory_bytes{state="total"}',
        '{{instance}}',
      ),
    },
    {
      title: 'Requests under way',
      description: 'By process.',
      unit: 'short',
      queries: one('assay_http_requests_in_flight{job="assay"}', '{{instance}}'),
    },
  ],
};

const SECURITY: Dashboard = {
  name: 'security',
  title: 'Assay security',
  panels: [
    {
      title: 'Refused credentials',
      description: 'Wrong keys, tokens and passwords.',
      unit: 'reqps',
      queries: one(
        'sum by (code) (rate(assay_refusals_total{code=~"unauthenticated|login_failed|forbidden"}[5m]))',
        '{{code}}',
      ),
    },
    {
      title: 'Used-up quotas',
      description: 'Answers 429. The request log says whose.',
      unit: 'reqps',
      queries: one('sum(rate(assay_refusals_total{code="rate_limited"}[5m]))', '429'),
    },
    {
      title: 'Audit chains intact',
      description: '1 after the daily look, on the replica that ran it; 0 is an alarm.',
      unit: 'short',
      queries: one('min(assay_audit_chain_intact{job="assay"})', 'intact'),
    },
    {
      title: 'Last look at the audit chains',
      description: 'Seconds since.',
      unit: 's',
      queries: one('time() - max(assay_maintenance_last_success_timestamp_seconds{job="audit-verification"})', 'ago'),
    },
    {
      title: 'Signing key due',
      description: 'Until the key that signs access tokens should be replaced.',
      unit: 's',
      queries: one('min(assay_signing_key_rotation_due_seconds{job="assay"})', 'due in'),
    },
    {
      title: 'TLS certificate',
      description: 'Until it expires; from the blackbox exporter.',
      unit: 's',
      queries: one('min(probe_ssl_earliest_cert_expiry{job="assay-tls"}) - time()', 'expires in'),
    },
  ],
};

export const DASHBOARDS: readonly Dashboard[] = [SERVICE, MODEL_QUALITY, CAPACITY, SECURITY];
