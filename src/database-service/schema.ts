// The tables as TypeScript sees them. The migrations are the definition; change both together.

import type { ColumnType, Generated } from 'kysely';
import type {
  Category,
  PreferenceName,
  PreferenceScope,
  PreferenceValues,
  Severity,
  TriageState,
} from '../contract/index.ts';
import type { AuditDetails } from './audit-chain.ts';
import type { PipelineSchema } from './pipeline-schema.ts';
import type { ScansSchema } from './scans-schema.ts';
import type { SuggestionSchema } from './suggestion-schema.ts';

// `tenant_id` is generated: its default is the tenant of the transaction, so no function passes it or can get it wrong.

/** filled by the database, never updated */
type CreatedAt = ColumnType<Date, Date | undefined, never>;
/** json text goes in, parsed JSON comes out */
type Json<Value> = ColumnType<Value, string, string>;
type NullableJson<Value> = ColumnType<Value | null, string | null, string | null>;
type BigInteger = ColumnType<string, string | number, string | number>;

/** null: what the configuration says */
interface QuotaColumns {
  requests_per_minute: Generated<number | null>;
  content_mb_per_hour: Generated<number | null>;
}

export interface Schema extends PipelineSchema, ScansSchema, SuggestionSchema {
  tenants: { tenant_id: Generated<string>; name: string; created_at: CreatedAt } & QuotaColumns;
  tenant_keys: {
    tenant_id: Generated<string>;
    version: Generated<number>;
    wrapped_key: Buffer;
    replaces_older: Generated<boolean>;
    created_at: CreatedAt;
  };
  api_keys: {
    tenant_id: Generated<string>;
    api_key_id: string;
    key_hash: Buffer;
    prefix: string;
    name: string;
    role: string;
    scopes: string[];
    is_bootstrap: boolean;
    created_at: CreatedAt;
    expires_at: Date | null;
    revoked_at: Date | null;
    last_used_at: Date | null;
    user_id: string | null;
    created_by: string | null;
    project_id: string | null;
    replaced_by: string | null;
  } & QuotaColumns;
  users: UsersTable;
  projects: {
    tenant_id: Generated<string>;
    project_id: string;
    slug: string;
    name: string;
    description: Generated<string>;
    created_at: CreatedAt;
    created_by: string | null;
  };
  sessions: {
    tenant_id: Generated<string>;
    session_id: string;
    user_id: string;
    secret_hash: Buffer;
    user_agent: string | null;
    created_at: CreatedAt;
    last_seen_at: Generated<Date>;
    expires_at: Date;
    revoked_at: Date | null;
  };
  password_tokens: {
    tenant_id: Generated<string>;
    user_id: string;
    token_hash: Buffer;
    created_at: Generated<Date>;
    expires_at: Date;
  };
  login_failures: {
    tenant_id: Generated<string>;
    subject_hash: Buffer;
    failures: number;
    failed_at: Generated<Date>;
    blocked_until: Date | null;
  };
  signing_keys: {
    tenant_id: Generated<string>;
    kid: string;
    public_key: Json<unknown>;
    sealed: Buffer;
    created_at: CreatedAt;
    active_from: ColumnType<Date, Date, never>;
    expires_at: Date | null;
  };
  code_objects: {
    tenant_id: Generated<string>;
    address: Buffer;
    ciphertext: Buffer;
    /** of the data key that sealed it */
    key_version: ColumnType<number, never, never>;
    created_at: CreatedAt;
  };
  analyses: AnalysesTable;
  issues: IssuesTable;
  feedback: FeedbackTable;
  dismissals: {
    tenant_id: Generated<string>;
    scope: string;
    fingerprint: string;
    within: string;
    path: string;
    place: Generated<string>;
    base: Generated<string>;
    feedback_id: string;
    state: 'active' | 'proposed';
    reason: string | null;
    created_at: CreatedAt;
  };
  knowledge: { tenant_id: Generated<string>; version: BigInteger; forgotten_since: Generated<string> };
  judgements: JudgementsTable;
  defects: DefectsTable;
  own_rules: {
    tenant_id: Generated<string>;
    project: string;
    rule_id: string;
    version: number;
    state: 'shadow' | 'enforced' | 'disabled';
    message: string;
    severity: Severity;
    category: Category;
    cwe: string[];
    languages: string[];
    updated_at: Generated<Date>;
    updated_by: string | null;
  };
  own_rule_versions: {
    tenant_id: Generated<string>;
    project: string;
    rule_id: string;
    version: number;
    definition: string;
    created_at: Generated<Date>;
    created_by: string | null;
  };
  rule_weaknesses: { tenant_id: Generated<string>; cwe: string; rule_id: string };
  defect_words: { tenant_id: Generated<string>; word: string; batch_id: string; defect_ids: string[] };
  analysis_timings: TimingsTable & { timing_id: string; failed: boolean };
  timing_rollups: TimingsTable & {
    period: 'hour' | 'day';
    starts_at: Date;
    bucket: number;
    analyses: BigInteger;
    failures: BigInteger;
  };
  preferences: {
    tenant_id: Generated<string>;
    scope: PreferenceScope;
    subject: string;
    settings: Json<PreferenceValues>;
    locked: PreferenceName[];
    updated_at: Generated<Date>;
  };
  maintenance_jobs: {
    tenant_id: Generated<string>;
    job: string;
    holder: string | null;
    heartbeat: Generated<string>;
    started_at: Date | null;
    finished_at: Date | null;
    failures: Generated<number>;
  };
  idempotency_records: {
    tenant_id: Generated<string>;
    key_hash: Buffer;
    request_hash: Buffer;
    claim_id: string;
    state: 'in_flight' | 'done';
    response_status: number | null;
    response_headers: NullableJson<Record<string, string>>;
    response_body: string | null;
    created_at: Generated<Date>;
    expires_at: Date;
  };
  audit_chains: { tenant_id: Generated<string>; last_seq: BigInteger; head_hash: Buffer };
  audit_events: AuditEventsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  security_reports: { tenant_id: Generated<string>; report_id: string; created_at: CreatedAt; report: Json<unknown> };
}

interface UsersTable {
  tenant_id: Generated<string>;
  user_id: string;
  kind: 'person' | 'service';
  email: string | null;
  name: string;
  role: string;
  state: Generated<'active' | 'disabled'>;
  issuer: string | null;
  subject: string | null;
  password_hash: string | null;
  created_at: CreatedAt;
  created_by: string | null;
}

interface AnalysesTable {
  tenant_id: Generated<string>;
  analysis_id: string;
  created_at: CreatedAt;
  repository: string | null;
  path: string | null;
  path_start: Generated<string | null>;
  project: string | null;
  language: string;
  code_address: Buffer | null;
  result: Json<unknown>;
  critical_count: number;
  high_count: number;
  medium_count: number;
  low_count: number;
  info_count: number;
  model_version: string;
  model_digest: string;
  knowledge: BigInteger;
  duration_ms: number;
  request_id: string;
}

interface IssuesTable {
  tenant_id: Generated<string>;
  analysis_id: string;
  issue_id: string;
  fingerprint: string;
  rule_id: string;
  severity: Severity;
  governed_severity: Severity | null;
  defect_id: string | null;
  category: string;
  confidence: number;
  cwe: string[];
  path: string;
  within: Generated<string>;
  start_line: number;
  end_line: number;
}

interface DefectsTable {
  tenant_id: Generated<string>;
  defect_id: string;
  scope: string;
  identity: string;
  repository: string | null;
  project: string | null;
  ref: string | null;
  fingerprint: string;
  base: Generated<string>;
  within: string;
  path: string;
  path_start: Generated<string>;
  path_hash: Generated<string>;
  language: string;
  rule_id: string;
  severity: Severity;
  gravity: Generated<number>;
  category: Category;
  confidence: number;
  cwe: string[];
  message: string;
  state: TriageState;
  occurrences: number;
  last_analysis_id: string;
  last_issue_id: string;
  last_seen_at: Date;
  fixed_at: Date | null;
  word_batch_id: string;
}

interface TimingsTable {
  tenant_id: Generated<string>;
  language: string;
  model_version: string;
  cached: boolean;
  code_bytes: BigInteger;
  queue_ms: number;
  model_ms: number;
  store_ms: number;
  total_ms: number;
}

interface FeedbackTable {
  tenant_id: Generated<string>;
  feedback_id: string;
  analysis_id: string;
  issue_id: string | null;
  actor: string;
  verdict: 'true_positive' | 'false_positive' | 'wont_fix' | 'fixed' | 'missed';
  reason: string | null;
  comment: string | null;
  location: NullableJson<unknown>;
  cwe: string | null;
  suggestion_id: string | null;
  suggestion_outcome: 'applied' | 'edited' | 'rejected' | null;
  proposed: boolean;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
}

interface JudgementsTable {
  tenant_id: Generated<string>;
  version: BigInteger;
  valid_until: ColumnType<string | null, number | null | undefined, number>;
  feedback_id: string;
  analysis_id: string;
  issue_id: string;
  subject: string;
  actor: string;
  role: string;
  is_service: boolean;
  verdict: 'true_positive' | 'false_positive' | 'wont_fix' | 'fixed';
  proposed: boolean;
  features: Json<unknown>;
  key_version: number;
  rule: Generated<string>;
  folder: Generated<string>;
  repository: Generated<string>;
  judged_at: CreatedAt;
}

interface AuditEventsTable {
  tenant_id: Generated<string>;
  seq: BigInteger;
  occurred_at: Date;
  commitment: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  salt: Buffer | null;
  action: string | null;
  actor: string | null;
  target: string | null;
  details: NullableJson<AuditDetails>;
}

interface WebhooksTable {
  tenant_id: Generated<string>;
  webhook_id: string;
  url: string;
  description: string;
  events: string[];
  minimum_severity: Severity;
  state: Generated<'active' | 'disabled'>;
  secret: Buffer;
  previous_secret: Buffer | null;
  previous_secret_until: Date | null;
  failing_since: Date | null;
  created_at: CreatedAt;
}

interface WebhookDeliveriesTable {
  tenant_id: Generated<string>;
  delivery_id: string;
  webhook_id: string;
  event: string;
  body: string;
  state: Generated<'waiting' | 'delivered' | 'dead'>;
  attempts: Generated<number>;
  last_status: number | null;
  last_error: string | null;
  created_at: CreatedAt;
  last_attempt_at: Date | null;
  next_attempt_at: Date | null;
}
