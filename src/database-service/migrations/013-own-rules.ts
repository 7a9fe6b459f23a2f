// Rules of a tenant's own, or of one of its projects, with every version of them.
import { tenantTable } from './tenant-table.ts';

export const ownRules = [
  // `project`: the slug that analyses name; empty: all of the tenant.
  `create table own_rules (
    tenant_id uuid not null references tenants on delete cascade,
    project text not null,
    rule_id text not null,
    version integer not null,
    state text not null check (state in ('shadow', 'enforced', 'disabled')),
    message text not null,
    severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    category text not null check (category in ('security', 'bug', 'performance', 'maintainability', 'style')),
    cwe text[] not null,
    languages text[] not null,
    updated_at timestamptz(3) not null default now(),
    updated_by text,
    primary key (tenant_id, project, rule_id)
  )`,
  ...tenantTable('own_rules'),
  `create table own_rule_versions (
    tenant_id uuid not null,
    project text not null,
    rule_id text not null,
    version integer not null,
    definition text not null,
    created_at timestamptz(3) not null default now(),
    created_by text,
    primary key (tenant_id, project, rule_id, version),
    foreign key (tenant_id, project, rule_id) references own_rules on delete cascade
  )`,
  ...tenantTable('own_rule_versions'),
] as const satisfies readonly string[];
