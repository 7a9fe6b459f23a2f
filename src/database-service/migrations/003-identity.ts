// Who acts: users and service accounts, projects, sessions, one-time tokens, and failed attempts to log in.
import { tenantTable } from './tenant-table.ts';

const ROLE = `role text not null check (role in ('owner', 'admin', 'reviewer', 'developer', 'service'))`;

export const identity = [
  // A person logs in by password, or by an OIDC issuer that knows them as `subject`; a service account has keys only.
  `create table users (
    tenant_id uuid not null references tenants on delete cascade,
    user_id uuid not null,
    kind text not null check (kind in ('person', 'service')),
    email text check (email = lower(email)),
    name text not null,
    ${ROLE},
    state text not null default 'active' check (state in ('active', 'disabled')),
    issuer text,
    subject text,
    password_hash text,
    created_at timestamptz(3) not null default now(),
    created_by text,
    primary key (tenant_id, user_id),
    unique (tenant_id, email),
    unique (tenant_id, issuer, subject),
    check ((issuer is null) = (subject is null)),
    check ((kind = 'person') = (email is not null)),
    check (kind = 'person' or password_hash is null)
  )`,
  ...tenantTable('users'),
  'create index users_newest_first on users (tenant_id, created_at desc, user_id desc)',

  `create table projects (
    tenant_id uuid not null references tenants on delete cascade,
    project_id uuid not null,
    slug text not null,
    name text not null,
    description text not null default '',
    created_at timestamptz(3) not null default now(),
    created_by text,
    primary key (tenant_id, project_id),
    unique (tenant_id, slug)
  )`,
  ...tenantTable('projects'),
  'create index projects_newest_first on projects (tenant_id, created_at desc, project_id desc)',

  // A key falls with the user it belongs to, and with the project it is restricted to: never is it left wider.
  'alter table api_keys add column user_id uuid',
  'alter table api_keys add column created_by text',
  'alter table api_keys add column project_id uuid',
  'alter table api_keys add column replaced_by uuid',
  `alter table api_keys add foreign key (tenant_id, user_id) references users (tenant_id, user_id) on delete cascade`,
  `alter table api_keys add foreign key (tenant_id, project_id) references projects (tenant_id, project_id)
    on delete cascade`,
  'create index api_keys_by_user on api_keys (tenant_id, user_id) where user_id is not null',
  'create index api_keys_by_project on api_keys (tenant_id, project_id) where project_id is not null',

  `create table sessions (
    tenant_id uuid not null,
    session_id uuid not null,
    user_id uuid not null,
    secret_hash bytea not null,
    user_agent text,
    created_at timestamptz(3) not null default now(),
    last_seen_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    revoked_at timestamptz(3),
    primary key (tenant_id, session_id),
    unique (tenant_id, secret_hash),
    foreign key (tenant_id, user_id) references users on delete cascade
  )`,
  ...tenantTable('sessions'),
  'create index sessions_by_user on sessions (tenant_id, user_id)',

  // One row a user: a new token replaces the one before.
  `create table password_tokens (
    tenant_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    primary key (tenant_id, user_id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references users on delete cascade
  )`,
  ...tenantTable('password_tokens'),

  // Counted by a keyed hash of the account, the address or the browser: no list of who tried what.
  `create table login_failures (
    tenant_id uuid not null references tenants on delete cascade,
    subject_hash bytea not null,
    failures integer not null,
    failed_at timestamptz(3) not null default now(),
    blocked_until timestamptz(3),
    primary key (tenant_id, subject_hash)
  )`,
  ...tenantTable('login_failures'),
  'create index login_failures_by_time on login_failures (tenant_id, failed_at)',
] as const satisfies readonly string[];
