// What became of suggestions, by knowledge version as verdicts are; and what a language model has cost each tenant, by day.
import { tenantTable } from './tenant-table.ts';

export const suggestionOutcomes = [
  // A row holds from `version` on, until `valid_until`. No column holds code: a template is the sentence of a fix without names.
  `create table suggestion_outcomes (
    tenant_id uuid not null,
    version bigint not null,
    valid_until bigint check (valid_until > version),
    outcome_id uuid not null,
    analysis_id uuid not null,
    issue_id uuid not null,
    suggestion_id uuid not null,
    actor text not null,
    is_service boolean not null,
    rule_id text not null,
    template text not null,
    size text not null check (size in ('small', 'medium', 'large')),
    source text not null check (source in ('rule', 'learned', 'llm')),
    outcome text not null check (outcome in ('applied', 'edited', 'rejected')),
    given_at timestamptz(3) not null default now(),
    primary key (tenant_id, version),
    foreign key (tenant_id, analysis_id) references analyses on delete cascade
  )`,
  ...tenantTable('suggestion_outcomes'),
  'create index suggestion_outcomes_in_force on suggestion_outcomes (tenant_id, version desc) where valid_until is null',
  'create index suggestion_outcomes_of_issue on suggestion_outcomes (tenant_id, issue_id, actor) where valid_until is null',
  'create index suggestion_outcomes_by_analysis on suggestion_outcomes (tenant_id, analysis_id)',
  'create index suggestion_outcomes_by_actor on suggestion_outcomes (tenant_id, actor)',

  `create table llm_usage (
    tenant_id uuid not null references tenants on delete cascade,
    day date not null,
    requests integer not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cost_microunits bigint not null,
    primary key (tenant_id, day)
  )`,
  ...tenantTable('llm_usage'),
] as const satisfies readonly string[];
