// Messages of the queue that lies in the database: put there once, taken by one worker at a time under a lease, tried again, given up.
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Database, TenantTransaction } from './database.ts';
import { storableJson } from './storable.ts';

export interface MessagePlace {
  readonly tenantId: string;
  readonly id: string;
}

export interface NewQueuedMessage {
  readonly id: string;
  readonly body: Readonly<Record<string, string | number>>;
  readonly priority: number;
  readonly delayMs: number;
  readonly traceparent: string | null;
}

export interface TakenMessage {
  readonly body: Readonly<Record<string, string | number>>;
  /** this one included */
  readonly attempt: number;
  readonly traceparent: string | null;
}

export interface MessageLease {
  /** a UUID of whoever takes it */
  readonly holder: string;
  readonly leaseMs: number;
}

export interface MessageSettlement {
  readonly holder: string;
  /** `given-back` does not count as an attempt */
  readonly outcome: 'done' | 'retry' | 'given-back' | 'dead';
  /** until it may be taken again */
  readonly pauseMs: number;
}

export interface QueueFigures {
  readonly queue: string;
  readonly ready: number;
  readonly delayed: number;
  readonly running: number;
  readonly dead: number;
  /** how long the one that is due longest has waited, 0 when none is */
  readonly oldestSeconds: number;
}

const REVIVED_A_PAGE = 500;
const MILLISECOND = sql.raw(`interval '1 millisecond'`);

/**
 * One that waits already is not put there twice, but may become due earlier and more urgent; a dead one lives again; one that
 * is being worked on will wait anew afterwards.
 */
export async function putQueueMessage(tx: TenantTransaction, queue: string, message: NewQueuedMessage): Promise<void> {
  const { id, body, priority, delayMs, traceparent } = message;
  await sql`
    insert into queue_messages as m (queue, message_id, body, priority, traceparent, due_at)
    values (${queue}, ${id}, ${storableJson(body)}, ${priority}, ${traceparent}, now() + ${delayMs}::float8 * ${MILLISECOND})
    on conflict (tenant_id, queue, message_id) do update set
      body = excluded.body,
      traceparent = excluded.traceparent,
      priority = greatest(m.priority, excluded.priority),
      published_again = m.state = 'running',
      state = case m.state when 'running' then 'running' else 'waiting' end,
      attempt = case m.state when 'dead' then 0 else m.attempt end,
      due_at = case m.state when 'waiting' then least(m.due_at, excluded.due_at)
        when 'running' then m.due_at else excluded.due_at end`.execute(tx);
}

/** Null when somebody else was faster. */
export async function takeQueueMessage(
  tx: TenantTransaction,
  queue: string,
  messageId: string,
  { holder, leaseMs }: MessageLease,
): Promise<TakenMessage | null> {
  const { rows } = await sql<TakenMessage>`
    update queue_messages set state = 'running', attempt = attempt + 1, holder = ${holder},
      due_at = now() + ${leaseMs}::float8 * ${MILLISECOND}
    where queue = ${queue} and message_id = ${messageId} and state <> 'dead' and due_at <= now()
    returning body, attempt, traceparent`.execute(tx);
  return rows[0] ?? null;
}

/** False when somebody else may have it by now. */
export async function renewQueueMessage(
  tx: TenantTransaction,
  queue: string,
  messageId: string,
  { holder, leaseMs }: MessageLease,
): Promise<boolean> {
  const result = await sql`
    update queue_messages set due_at = now() + ${leaseMs}::float8 * ${MILLISECOND}
    where queue = ${queue} and message_id = ${messageId} and state = 'running' and holder = ${holder}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Says what came of it; nothing happens when somebody else has it by now. */
export async function settleQueueMessage(
  tx: TenantTransaction,
  queue: string,
  messageId: string,
  { holder, outcome, pauseMs }: MessageSettlement,
): Promise<void> {
  const mine = sql`queue = ${queue} and message_id = ${messageId} and state = 'running' and holder = ${holder}`;
  if (outcome === 'done') {
    const deleted = await sql`delete from queue_messages where ${mine} and not published_again`.execute(tx);
    if ((deleted.numAffectedRows ?? 0n) > 0n) return;
    await sql`
      update queue_messages set state = 'waiting', holder = null, attempt = 0, published_again = false, due_at = now()
      where ${mine}`.execute(tx);
    return;
  }
  await sql`
    update queue_messages set state = ${outcome === 'dead' ? 'dead' : 'waiting'}, holder = null, published_again = false,
      attempt = attempt - ${outcome === 'given-back' ? 1 : 0}, due_at = now() + ${pauseMs}::float8 * ${MILLISECOND}
    where ${mine}`.execute(tx);
}

/** Of what was given up before this time. */
export async function deleteDeadQueueMessages(tx: TenantTransaction, before: Date): Promise<void> {
  await sql`delete from queue_messages where state = 'dead' and due_at < ${before}`.execute(tx);
}

/** Gives a dead one another life, from the first attempt on; false when it is not dead. */
export async function reviveQueueMessage(tx: TenantTransaction, queue: string, messageId: string): Promise<boolean> {
  const result = await sql`
    update queue_messages set state = 'waiting', attempt = 0, due_at = now()
    where queue = ${queue} and message_id = ${messageId} and state = 'dead'`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** The next that may be taken, the most urgent first, or the dead, of any tenant: ids and nothing else. */
export async function listQueueMessages(
  pool: Pool,
  { queue, state, limit }: { readonly queue: string; readonly state: 'due' | 'dead'; readonly limit: number },
): Promise<MessagePlace[]> {
  const { rows } = await pool.query<MessagePlace>(
    'select message_tenant as "tenantId", message as id from list_queue_messages($1, $2, $3)',
    [queue, state === 'dead', limit],
  );
  return rows;
}

export async function readQueueFigures(pool: Pool): Promise<QueueFigures[]> {
  const { rows } = await pool.query<Record<keyof QueueFigures, string>>(
    `select queue_name as queue, ready, delayed, running, dead, oldest_seconds as "oldestSeconds" from queue_figures()`,
  );
  return rows.map((row) => ({
    queue: row.queue,
    ready: Number(row.ready),
    delayed: Number(row.delayed),
    running: Number(row.running),
    dead: Number(row.dead),
    oldestSeconds: Number(row.oldestSeconds),
  }));
}

/** The table as a message queue works on it: each step is a transaction of the tenant whose message it is. */
export function queueTable(database: Database) {
  return {
    put: (queue: string, tenantId: string, message: NewQueuedMessage) =>
      database.asTenant(tenantId, (tx) => putQueueMessage(tx, queue, message)),
    due: (queue: string, limit: number) => database.listQueueMessages({ queue, state: 'due', limit }),
    take: (queue: string, { tenantId, id }: MessagePlace, lease: MessageLease) =>
      database.asTenant(tenantId, (tx) => takeQueueMessage(tx, queue, id, lease)),
    renew: (queue: string, { tenantId, id }: MessagePlace, lease: MessageLease) =>
      database.asTenant(tenantId, (tx) => renewQueueMessage(tx, queue, id, lease)),
    settle: (queue: string, { tenantId, id }: MessagePlace, settlement: MessageSettlement) =>
      database.asTenant(tenantId, (tx) => settleQueueMessage(tx, queue, id, settlement)),
    async revive(queue: string) {
      let revived = 0;
      for (;;) {
        const page = await database.listQueueMessages({ queue, state: 'dead', limit: REVIVED_A_PAGE });
        for (const { tenantId, id } of page) {
          if (await database.asTenant(tenantId, (tx) => reviveQueueMessage(tx, queue, id))) revived++;
        }
        if (page.length < REVIVED_A_PAGE) return revived;
      }
    },
    figures: () => database.queueFigures(),
    ping: () => database.ping(),
  };
}
