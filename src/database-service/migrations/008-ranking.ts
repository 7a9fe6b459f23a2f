// What ranking learns from: verdicts with the features of what they were given on, by knowledge version, and as views.
import { APPLICATION_ROLE, tenantTable } from './tenant-table.ts';

export const ranking = [
  // A row holds from `version` on, until `valid_until`: what was known at a version can be read at any time after it. A
  // verdict that replaces another ends that one's row; it does not change it.
  `create table judgements (
    tenant_id uuid not null,
    version bigint not null,
    valid_until bigint check (valid_until > version),
    feedback_id uuid not null,
    analysis_id uuid not null,
    issue_id uuid not null,
    subject uuid not null,
    actor text not null,
    role text not null,
    is_service boolean not null,
    verdict text not null check (verdict in ('true_positive', 'false_positive', 'wont_fix', 'fixed')),
    proposed boolean not null,
    features json not null,
    key_version integer not null,
    rule text not null generated always as (features ->> 'rule') stored,
    folder text not null generated always as (coalesce(features -> 'folders' ->> -1, '')) stored,
    repository text not null generated always as (coalesce(features ->> 'repository', '')) stored,
    judged_at timestamptz(3) not null default now(),
    primary key (tenant_id, version),
    foreign key (tenant_id, analysis_id) references analyses on delete cascade
  )`,
  ...tenantTable('judgements'),
  'create index judgements_in_force on judgements (tenant_id, actor, version desc) where valid_until is null',
  'create index judgements_of_subject on judgements (tenant_id, subject, actor) where valid_until is null',
  'create index judgements_ended on judgements (tenant_id, valid_until) where valid_until is not null',
  'create index judgements_by_analysis on judgements (tenant_id, analysis_id)',
  'create index judgements_by_feedback on judgements (tenant_id, feedback_id)',
  'create index judgements_by_rule on judgements (tenant_id, rule, version)',

  // An issue is asked for by its id alone.
  'create index issues_by_id on issues (tenant_id, issue_id)',

  // The version from which on verdicts are missing that were known before: whoever remembers older ones reads all anew.
  'alter table knowledge add column forgotten_since bigint not null default 0',

  // One row a verdict, in force or not, as training and serving see it. No column holds a name.
  `create view ranking_examples with (security_invoker = true) as
    select tenant_id, version, valid_until, feedback_id, subject, actor as voter, is_service, proposed, judged_at,
      verdict in ('true_positive', 'fixed') as is_true,
      rule, folder, repository,
      features ->> 'severity' as severity,
      features ->> 'category' as category,
      features ->> 'language' as language,
      features ->> 'path_class' as path_class,
      (features ->> 'confidence')::double precision as confidence,
      (features ->> 'trace_steps')::integer as trace_steps,
      (features ->> 'crosses_files')::boolean as crosses_files,
      features
    from judgements`,

  // What was known of the rule, the place and the repository just before each verdict: never what came later.
  `create view ranking_counts with (security_invoker = true) as
    select later.tenant_id, later.version, later.feedback_id, later.judged_at, later.rule, later.folder, later.repository,
      earlier.rule_votes, earlier.rule_true, earlier.place_votes, earlier.place_true,
      earlier.repository_votes, earlier.repository_true, earlier.rule_voters
    from ranking_examples as later, lateral (
      select count(*) as rule_votes,
        count(*) filter (where is_true) as rule_true,
        count(*) filter (where folder = later.folder) as place_votes,
        count(*) filter (where folder = later.folder and is_true) as place_true,
        count(*) filter (where repository = later.repository) as repository_votes,
        count(*) filter (where repository = later.repository and is_true) as repository_true,
        count(distinct voter) as rule_voters
      from ranking_examples as known
      where known.tenant_id = later.tenant_id and known.rule = later.rule and known.version < later.version
        and (known.valid_until is null or known.valid_until >= later.version)
    ) as earlier`,
  ...['ranking_examples', 'ranking_counts'].map((view) => `grant select on ${view} to ${APPLICATION_ROLE}`),
] as const satisfies readonly string[];
