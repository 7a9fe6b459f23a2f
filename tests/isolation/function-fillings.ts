// What each parameter of the database service's functions is given when tenant B calls them with what is tenant A's. By
// `function.parameter`, by the name of the parameter, or by its type. A parameter that is in none of them fails the trial and says so.
import { randomBytes, randomUUID } from 'node:crypto';
import { sampleAnalysis, sampleIssue } from '../../src/database-service/testing/samples.ts';
import type { TenantRows } from './tenant-rows.ts';

export type Filling = (a: TenantRows) => unknown;

const of =
  (table: string, column: string): Filling =>
  ({ rows }) => {
    const value = rows.get(table)?.[column];
    if (value === undefined) throw new Error(`isolation: there is no ${table}.${column}; see function-fillings.ts`);
    return value;
  };
const always =
  (make: () => unknown): Filling =>
  () =>
    make();
const later = always(() => new Date(Date.now() + 3_600_000));
const nothing = always(() => ({}));
const text = (row: Readonly<Record<string, unknown>> | undefined, column: string) => String(row?.[column] ?? '');

const sealedCode = (a: Parameters<ReturnType<typeof of>>[0]) => ({
  address: of('code_objects', 'address')(a),
  ciphertext: Buffer.concat([Buffer.of(1), randomBytes(60)]),
});

/** The ids that a function called `findUser`, `deleteProject` and so on means by `id`. */
export const IDS: readonly (readonly [RegExp, Filling])[] = [
  [/ApiKey/, of('api_keys', 'api_key_id')],
  [/Analys[ei]s/, of('analyses', 'analysis_id')],
  [/Project/, of('projects', 'project_id')],
  [/Session/, of('sessions', 'session_id')],
  [/Defect/, of('defects', 'defect_id')],
  [/User/, of('users', 'user_id')],
  [/Issue/, of('issues', 'issue_id')],
  [/Webhook/, of('webhooks', 'webhook_id')],
  [/Scan/, of('scans', 'scan_id')],
];

export const PARAMETERS: Readonly<Record<string, Filling>> = {
  analysisId: of('analyses', 'analysis_id'),
  issueId: of('issues', 'issue_id'),
  defectId: of('defects', 'defect_id'),
  userId: of('users', 'user_id'),
  webhookId: of('webhooks', 'webhook_id'),
  deliveryId: of('webhook_deliveries', 'delivery_id'),
  personId: of('users', 'user_id'),
  email: of('users', 'email'),
  issuer: of('users', 'issuer'),
  subject: of('users', 'subject'),
  address: of('code_objects', 'address'),
  scope: of('dismissals', 'scope'),
  bases: ({ rows }) => [text(rows.get('dismissals'), 'fingerprint').slice(0, 32)],
  keyHash: of('idempotency_records', 'key_hash'),
  claimId: of('idempotency_records', 'claim_id'),
  subjectHash: of('login_failures', 'subject_hash'),
  tokenHash: of('password_tokens', 'token_hash'),
  kid: of('signing_keys', 'kid'),
  job: of('maintenance_jobs', 'job'),
  holder: of('maintenance_jobs', 'holder'),
  kept: always(() => null),
  passwordHash: always(() => 'a hash of B'),
  by: always(() => randomUUID()),
  'findSessionInForce.by': (a) => ({ id: of('sessions', 'session_id')(a) }),
  outcome: always(() => 'done'),
  'endJudgementsOf.actor': of('judgements', 'actor'),
  'eraseSuggestionOutcomesOf.actor': of('suggestion_outcomes', 'actor'),
  at: always(() => null),
  'lockAnalysis.id': of('analyses', 'analysis_id'),
  'replaceResult.id': of('analyses', 'analysis_id'),
  result: always(() => ({ of: 'B' })),
  day: always(() => '2026-01-01'),
  'listJudgementChanges.after': always(() => 0),
  'listJudgementsAt.version': always(() => Number.MAX_SAFE_INTEGER),
  keyVersion: always(() => 1),
  judgements: ({ rows }) => [{ version: Number(rows.get('judgements')?.version), features: { rule: 'of-b' } }],
  'moveCode.from': of('code_objects', 'address'),
  afterSeq: always(() => 0),
  version: always(() => 1),
  newest: always(() => 2),
  monthsAhead: always(() => 1),
  limit: always(() => 100),
  wrappedKey: always(() => randomBytes(60)),
  sealed: always(() => randomBytes(60)),
  after: always(() => null),
  secret: always(() => randomBytes(60)),
  seal: () => () => randomBytes(60),
  reseal: () => (sealed: Buffer) => sealed,
  previousUntil: later,
  before: later,
  endsAt: later,
  expiresAt: later,
  idleSince: always(() => new Date(0)),
  since: always(() => new Date(0)),
  keepFrom: always(() => new Date(0)),
  report: nothing,
  'addWrappedKey.key': always(() => ({ version: 3, wrappedKey: randomBytes(60), replacesOlder: false })),
  'deleteUnreferencedCode.page': always(() => ({ after: null, size: 100 })),
  'listProjects.page': always(() => ({ limit: 100 })),
  state: always(() => 'fixed'),
  digest: of('model_bundles', 'digest'),
  subjects: (a) => [of('judgements', 'subject')(a)],
  runId: of('training_runs', 'run_id'),
  rolloutId: of('rollouts', 'rollout_id'),
  record: nothing,
  stage: always(() => 'collect'),
  afterVersion: always(() => 0),
  range: always(() => wholeTime()),
  'saveDeployment.change': always(() => ({ champion: null, previous: null })),
  'claimTrainingRun.claim': always(() => ({ holder: randomUUID(), presumedDead: null })),
  'reportTrainingProgress.report': always(() => ({ holder: randomUUID(), stage: 'train', progress: 0.5 })),
  'saveTrainingOutput.output': always(() => ({ stage: 'collect', content: randomBytes(8) })),
  'advanceRollout.to': always(() => ({ stage: 'canary_5', record: {} })),
  'endRollout.end': always(() => ({ state: 'rolled_back', reason: 'of B' })),
  'finishTrainingRun.end': ({ rows }) => ({
    holder: rows.get('training_runs')?.holder ?? randomUUID(),
    state: 'failed',
    record: {},
    reason: 'of B',
  }),
  place: always(() => ({ after: null, limit: 100 })),
  'listTrainingVerdicts.page': (a) => ({ voter: of('judgements', 'actor')(a), beforeVersion: null, limit: 100 }),
  entities: ({ rows }) => [{ rule: text(rows.get('judgements'), 'rule'), folder: '', repository: '' }],
  actor: always(() => 'B'),
  scanId: of('scans', 'scan_id'),
  earlierScanId: of('scans', 'scan_id'),
  ...Object.fromEntries(
    ['takeScan', 'renewScanLease', 'returnScan', 'finishScan', 'noteScanProgress'].map((name) => [
      `${name}.holder`,
      of('scans', 'lease_holder'),
    ]),
  ),
  silenceSeconds: always(() => 0),
  attemptCounts: always(() => true),
  'findEarlierScan.scope': always(() => ({ project: null, repository: null, ref: null })),
  'knownCode.addresses': (a) => [of('code_objects', 'address')(a)],
  'listScanCode.from': always(() => 0),
  'listScanCode.bytes': always(() => 1_048_576),
  'dropOutcomes.positions': always(() => [0]),
  'deleteOldScans.filter': always(() => ({ until: new Date(Date.now() + 3_600_000) })),
  'listScanAnswers.from': always(() => 0),
  'listScanReports.after': always(() => -1),
  'noteScanFiles.noted': always(() => ({ files: 1, skipped: {} })),
  queue: of('queue_messages', 'queue'),
  messageId: of('queue_messages', 'message_id'),
  'setOwnRuleState.state': always(() => 'enforced'),
  'listOwnRules.project': of('own_rules', 'project'),
};

export const TYPES: Readonly<Record<string, Filling>> = {
  NewScan: always(() => ({
    id: randomUUID(),
    createdBy: 'B',
    source: 'files',
    origin: null,
    sealedSource: null,
    project: null,
    repository: null,
    ref: null,
    settings: {},
  })),
  ScanFilter: nothing,
  ScanEnd: always(() => ({ state: 'failed' })),
  "Omit<ScanScope, 'ref'>": (a) => ({
    repository: of('analyses', 'repository')(a),
    project: of('analyses', 'project')(a),
  }),
  'readonly NewScanFile[]': always(() => []),
  'readonly SealedCode[]': (a) => [sealedCode(a)],
  'readonly SavedOutcome[]': always(() => [
    { position: 1, fileKey: randomBytes(32), filesRead: [], outcome: randomBytes(60), error: null },
  ]),
  'readonly ReusedOutcome[]': always(() => [{ position: 1, earlierPosition: 1 }]),
  ScanProgress: always(() => ({ analysed: 1, reused: 0, failed: 0, reports: [], model: null })),
  OwnRuleKey: ownRule,
  OwnRuleState: always(() => 'shadow'),
  NewOwnRule: (a) => ({
    ...ownRule(a),
    message: 'of B',
    severity: 'low',
    category: 'bug',
    cwe: [],
    languages: [],
    definition: 'of B',
    actor: 'B',
  }),
  NewQueuedMessage: (a) => ({
    id: of('queue_messages', 'message_id')(a),
    body: {},
    priority: 0,
    delayMs: 0,
    traceparent: null,
  }),
  MessageLease: (a) => ({ holder: of('queue_messages', 'holder')(a), leaseMs: 1000 }),
  MessageSettlement: (a) => ({ holder: of('queue_messages', 'holder')(a), outcome: 'done', pauseMs: 0 }),
  AnalysisFilter: nothing,
  AnalysisListRequest: always(() => ({ limit: 100 })),
  ApiKeyFilter: always(() => ({ includeEnded: true })),
  AuditFilter: nothing,
  DefectFilter: nothing,
  UserFilter: nothing,
  'readonly Timing[]': always(() => []),
  PerformanceFilter: always(() => ({ ...wholeTime(), interval: 'day' })),
  ExportTable: always(() => ({
    name: 'users',
    columns: ['user_id', 'name', 'email'],
    key: [
      { name: 'tenant_id', type: 'uuid' },
      { name: 'user_id', type: 'uuid' },
    ],
  })),
  Quota: always(() => ({ requestsPerMinute: 7, contentMbPerHour: 7 })),
  TrendFilter: always(() => wholeTime()),
  DeliveryFilter: nothing,
  BackOff: always(() => ({ freeAttempts: 5, firstSeconds: 1, longestSeconds: 60 })),
  NewAnalysis: always(() => sampleAnalysis({ issues: [sampleIssue()] })),
  NewApiKey: (a) => ({
    hash: randomBytes(32),
    prefix: 'asy_live_1234',
    name: 'of B',
    role: 'developer',
    userId: of('users', 'user_id')(a),
    projectId: of('projects', 'project_id')(a),
  }),
  NewAuditEvent: always(() => ({ action: 'trial.made', actor: null, target: null, details: {} })),
  NewFeedback: (a) => ({
    analysisId: of('analyses', 'analysis_id')(a),
    issueId: of('issues', 'issue_id')(a),
    actor: 'B',
    verdict: 'false_positive',
    dismissal: { kind: 'none' },
  }),
  NewJudgement: (a) => ({
    version: 1,
    feedbackId: of('feedback', 'feedback_id')(a),
    analysisId: of('analyses', 'analysis_id')(a),
    issueId: of('issues', 'issue_id')(a),
    subject: of('judgements', 'subject')(a),
    actor: of('judgements', 'actor')(a),
    role: 'developer',
    isService: false,
    verdict: 'false_positive',
    isProposed: false,
    features: { rule: 'of-b' },
    keyVersion: 1,
  }),
  NewSuggestionOutcome: (a) => ({
    version: Number.MAX_SAFE_INTEGER,
    analysisId: of('analyses', 'analysis_id')(a),
    issueId: of('issues', 'issue_id')(a),
    suggestionId: of('suggestion_outcomes', 'suggestion_id')(a),
    actor: of('suggestion_outcomes', 'actor')(a),
    isService: false,
    ruleId: 'of-b',
    template: 'of B',
    size: 'small',
    source: 'rule',
    outcome: 'applied',
  }),
  LlmUsage: always(() => ({ requests: 1, inputTokens: 1, outputTokens: 1, costMicrounits: 1 })),
  NewProject: always(() => ({ slug: `b${randomUUID()}`, name: 'of B', description: '', createdBy: null })),
  NewSession: (a) => ({
    userId: of('users', 'user_id')(a),
    secretHash: randomBytes(32),
    userAgent: null,
    expiresAt: new Date(Date.now() + 3_600_000),
  }),
  NewUser: always(() => ({
    kind: 'person',
    email: `${randomUUID()}@b.example`,
    name: 'B',
    role: 'owner',
    createdBy: null,
  })),
  NewWebhook: always(() => ({ url: 'https://b.example', description: 'of B', events: [], minimumSeverity: 'high' })),
  WebhookSettings: always(() => ({ description: 'changed by B' })),
  NewWebhookMessage: always(() => ({ event: 'analysis.completed', data: {}, severity: 'high' })),
  DueDelivery: (a) => ({
    id: of('webhook_deliveries', 'delivery_id')(a),
    webhookId: of('webhooks', 'webhook_id')(a),
    url: 'https://b.example',
    body: '{}',
    attempts: 1,
    secrets: { current: randomBytes(60), previous: null },
  }),
  AttemptOutcome: always(() => ({ delivered: true, status: 200, error: null, retryAt: null })),
  UserChanges: always(() => ({ name: 'changed by B' })),
  ProjectChanges: always(() => ({ name: 'changed by B' })),
  SealedCode: sealedCode,
  IdempotencyClaim: (a) => ({
    keyHash: of('idempotency_records', 'key_hash')(a),
    requestHash: of('idempotency_records', 'request_hash')(a),
  }),
  StoredResponse: always(() => ({ status: 200, headers: {}, body: 'of B' })),
  MaintenanceClaim: (a) => ({
    job: of('maintenance_jobs', 'job')(a),
    holder: randomUUID(),
    everyMs: 1,
    presumedDead: null,
  }),
  SigningKeyChange: always(() => ({
    kid: randomUUID(),
    publicKey: {},
    sealed: randomBytes(60),
    leadSeconds: 0,
    overlapSeconds: 60,
  })),
  PreferenceOwner: ({ rows }) => ({
    scope: text(rows.get('preferences'), 'scope'),
    subject: text(rows.get('preferences'), 'subject'),
  }),
  'readonly PreferenceOwner[]': (a) => [TYPES.PreferenceOwner?.(a)],
  "Pick<StoredPreferences, 'values' | 'locked'>": always(() => ({ values: {}, locked: [] })),
  TriageState: always(() => 'open'),
  NewBundle: always(() => ({
    digest: `sha256:${'1'.repeat(64)}`,
    version: '0.1.1',
    components: [],
    ranker: randomBytes(8),
    runId: null,
    trainedOn: {},
    evaluation: {},
  })),
  NewModelChange: always(() => ({
    kind: 'rollback',
    digest: null,
    version: '1',
    share: 0,
    reason: 'of B',
    actor: null,
  })),
  NewRollout: (a) => ({
    champion: null,
    challenger: of('model_bundles', 'digest')(a),
    unit: 'file',
    record: {},
    slowMs: 1000,
  }),
  NewTrainingRun: always(() => ({ trigger: 'user', seed: 1, stage: 'collect', createdBy: null })),
  DefectContext: ({ rows }) => defectContext(rows.get('defects')),
  'readonly SeenDefect[]': always(() => []),
  GoneDefects: ({ rows }) => ({
    ...defectContext(rows.get('defects')),
    path: text(rows.get('defects'), 'path'),
    stillThere: [],
    enabledRules: null,
    disabledRules: [],
  }),
};

function ownRule({ rows }: TenantRows): { project: string; ruleId: string } {
  const row = rows.get('own_rules');
  return { project: text(row, 'project'), ruleId: text(row, 'rule_id') };
}

/** From before the first row to after the last. */
function wholeTime(): { since: Date; until: Date } {
  return { since: new Date(Date.now() - 30 * 86_400_000), until: new Date(Date.now() + 86_400_000) };
}

/** Where A's defect was found. */
function defectContext(row: Readonly<Record<string, unknown>> | undefined) {
  const { repository = null, project = null, ref = null } = row ?? {};
  return { repository, project, ref, language: 'python', analysisId: randomUUID() };
}
