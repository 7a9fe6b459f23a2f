// The audit log: per tenant a chain of hashes over commitments, so that what an event says can be erased and the chain still proves
// that none was changed, taken out or put in.
import { APPLICATION_ROLE, tenantTable } from './tenant-table.ts';

/**
 * The chains of all tenants, erased ones included, for checkpoints and the verifier: a number and a hash, nothing that an event
 * says. As for the look-up of a key, the extra policy holds for the owner alone and only while the function runs.
 */
const listAuditChains = [
  `create policy chain_walk on audit_chains for select to current_user
    using (current_setting('app.lookup', true) = 'audit-chains')`,
  `create function list_audit_chains(after uuid, page_size integer) returns setof audit_chains
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
      perform set_config('app.lookup', 'audit-chains', true);
      return query select * from audit_chains
        where after is null or tenant_id > after order by tenant_id limit page_size;
      perform set_config('app.lookup', '', true);
    end $$`,
  'revoke all on function list_audit_chains from public',
  `grant execute on function list_audit_chains to ${APPLICATION_ROLE}`,
] as const;

/** Tenants with deliveries that are due, the longest waiting first: ids and nothing else, in the same way. */
const listDueWebhookTenants = [
  `create policy due_deliveries on webhook_deliveries for select to current_user
    using (current_setting('app.lookup', true) = 'due-deliveries')`,
  `create function list_due_webhook_tenants(page_size integer) returns setof uuid
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
      perform set_config('app.lookup', 'due-deliveries', true);
      return query select tenant_id from webhook_deliveries where state = 'waiting' and next_attempt_at <= now()
        group by tenant_id order by min(next_attempt_at) limit page_size;
      perform set_config('app.lookup', '', true);
    end $$`,
  'revoke all on function list_due_webhook_tenants from public',
  `grant execute on function list_due_webhook_tenants to ${APPLICATION_ROLE}`,
] as const;

/** Neither table refers to `tenants`: the chain outlives its tenant, with everything that it said erased. */
export const auditAndWebhooks = [
  `create table audit_chains (
    tenant_id uuid primary key,
    last_seq bigint not null,
    head_hash bytea not null
  )`,
  ...tenantTable('audit_chains'),
  `revoke delete on audit_chains from ${APPLICATION_ROLE}`,
  ...listAuditChains,

  // Erased together or there together: salt, action and details; only actor and target may be unknown.
  `create table audit_events (
    tenant_id uuid not null,
    seq bigint not null,
    occurred_at timestamptz(3) not null,
    commitment bytea not null,
    previous_hash bytea not null,
    hash bytea not null,
    salt bytea,
    action text,
    actor text,
    target text,
    details json,
    primary key (tenant_id, seq),
    check ((salt is null) = (action is null) and (salt is null) = (details is null)
      and (salt is not null or (actor is null and target is null)))
  )`,
  ...tenantTable('audit_events'),
  'create index audit_events_by_time on audit_events (tenant_id, occurred_at)',
  'create index audit_events_by_action on audit_events (tenant_id, action, seq)',
  'create index audit_events_by_actor on audit_events (tenant_id, actor, seq) where actor is not null',
  'create index audit_events_by_target on audit_events (tenant_id, target, seq) where target is not null',
  `revoke update, delete on audit_events from ${APPLICATION_ROLE}`,
  `grant update (salt, action, actor, target, details) on audit_events to ${APPLICATION_ROLE}`,

  // Grants bind the application; the triggers bind everybody who does not switch them off on purpose.
  `create function audit_events_stay() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin
    if (new.tenant_id, new.seq, new.occurred_at, new.commitment, new.previous_hash, new.hash)
      is distinct from (old.tenant_id, old.seq, old.occurred_at, old.commitment, old.previous_hash, old.hash)
      or new.salt is not null then
      raise exception 'an audit event can only be erased';
    end if;
    return new;
  end $$`,
  'create trigger audit_events_stay before update on audit_events for each row execute function audit_events_stay()',
  `create function audit_chains_grow() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin
    if new.tenant_id <> old.tenant_id or new.last_seq <> old.last_seq + 1 then
      raise exception 'an audit chain grows by one event at a time';
    end if;
    return new;
  end $$`,
  'create trigger audit_chains_grow before update on audit_chains for each row execute function audit_chains_grow()',

  `create table security_reports (
    tenant_id uuid not null references tenants on delete cascade,
    report_id uuid not null,
    created_at timestamptz(3) not null default now(),
    report json not null,
    primary key (tenant_id, report_id)
  )`,
  ...tenantTable('security_reports'),

  `create table webhooks (
    tenant_id uuid not null references tenants on delete cascade,
    webhook_id uuid not null,
    url text not null,
    description text not null,
    events text[] not null,
    minimum_severity text not null check (minimum_severity in ('critical', 'high', 'medium', 'low', 'info')),
    state text not null default 'active' check (state in ('active', 'disabled')),
    secret bytea not null,
    previous_secret bytea,
    previous_secret_until timestamptz(3),
    failing_since timestamptz(3),
    created_at timestamptz(3) not null default now(),
    primary key (tenant_id, webhook_id)
  )`,
  ...tenantTable('webhooks'),

  // `body` is text, not json: its bytes are signed, and every attempt sends the same.
  `create table webhook_deliveries (
    tenant_id uuid not null,
    delivery_id uuid not null,
    webhook_id uuid not null,
    event text not null,
    body text not null,
    state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
    attempts integer not null default 0,
    last_status integer,
    last_error text,
    created_at timestamptz(3) not null default now(),
    last_attempt_at timestamptz(3),
    next_attempt_at timestamptz(3),
    primary key (tenant_id, delivery_id),
    foreign key (tenant_id, webhook_id) references webhooks on delete cascade
  )`,
  ...tenantTable('webhook_deliveries'),
  `create index webhook_deliveries_due on webhook_deliveries (tenant_id, next_attempt_at) where state = 'waiting'`,
  `create index webhook_deliveries_newest_first
    on webhook_deliveries (tenant_id, webhook_id, created_at desc, delivery_id desc)`,
  ...listDueWebhookTenants,
] as const satisfies readonly string[];
