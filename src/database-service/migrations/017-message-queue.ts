// The message queue of installations without a broker: what waits, what is being worked on, what was given up.
import { APPLICATION_ROLE, tenantTable } from './tenant-table.ts';

/**
 * Messages of all tenants that are due, the most urgent first, or that are dead: ids and nothing else. As for the look-up of a key,
 * the extra policy holds for the owner alone and only while the function runs.
 */
const listQueueMessages = [
  `create policy queue_walk on queue_messages for select to current_user
    using (current_setting('app.lookup', true) = 'queue')`,
  `create function list_queue_messages(wanted_queue text, are_dead boolean, page_size integer)
    returns table (message_tenant uuid, message text)
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
      perform set_config('app.lookup', 'queue', true);
      if are_dead then
        return query select tenant_id, message_id from queue_messages
          where queue = wanted_queue and state = 'dead' order by due_at limit page_size;
      else
        return query select tenant_id, message_id from queue_messages
          where queue = wanted_queue and state <> 'dead' and due_at <= now()
          order by priority desc, due_at limit page_size;
      end if;
      perform set_config('app.lookup', '', true);
    end $$`,
  'revoke all on function list_queue_messages from public',
  `grant execute on function list_queue_messages to ${APPLICATION_ROLE}`,
] as const;

/** How many there are of each queue, and how long the oldest that is due waits: figures about all tenants together. */
const queueFigures = [
  `create function queue_figures()
    returns table (queue_name text, ready bigint, delayed bigint, running bigint, dead bigint, oldest_seconds float8)
    language plpgsql security definer set search_path = public, pg_temp
    as $$ begin
      perform set_config('app.lookup', 'queue', true);
      return query select queue,
        count(*) filter (where state <> 'dead' and due_at <= now()),
        count(*) filter (where state = 'waiting' and due_at > now()),
        count(*) filter (where state = 'running' and due_at > now()),
        count(*) filter (where state = 'dead'),
        coalesce(extract(epoch from now() - min(due_at) filter (where state <> 'dead' and due_at <= now())), 0)::float8
        from queue_messages group by queue;
      perform set_config('app.lookup', '', true);
    end $$`,
  'revoke all on function queue_figures from public',
  `grant execute on function queue_figures to ${APPLICATION_ROLE}`,
] as const;

export const messageQueue = [
  // `due_at`: when a waiting message may be taken; of one that is taken, when its lease ends; of a dead one, when it died.
  // `published_again`: it was published once more while it was being worked on, so that it waits anew afterwards.
  `create table queue_messages (
    tenant_id uuid not null references tenants on delete cascade,
    queue text not null,
    message_id text not null,
    body json not null,
    priority smallint not null default 0,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'dead')),
    attempt integer not null default 0,
    holder uuid,
    published_again boolean not null default false,
    traceparent text,
    created_at timestamptz(3) not null default now(),
    due_at timestamptz(3) not null default now(),
    primary key (tenant_id, queue, message_id)
  )`,
  ...tenantTable('queue_messages'),
  // Led by the queue: who works asks for the next message of any tenant, thousands of times a minute.
  `create index queue_messages_due on queue_messages (queue, priority desc, due_at) where state <> 'dead'`,
  ...listQueueMessages,
  ...queueFigures,
] as const satisfies readonly string[];
