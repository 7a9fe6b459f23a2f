// The audit log of a tenant: events are appended to its hash chain, read in pages, and erased without breaking the chain.
import { randomBytes } from 'node:crypto';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Pool } from 'pg';
import { AssayError } from '../errors.ts';
import { type AuditDetails, type AuditPayload, commitmentOf, genesisHash, linkHash } from './audit-chain.ts';
import type { TenantTransaction } from './database.ts';
import { storableOrNull, storableText } from './storable.ts';
import { enqueueWebhookMessage } from './webhook-outbox.ts';

/** An event as it is written. `action` is `noun.verb`; `details` never hold secrets or code. */
export type NewAuditEvent = AuditPayload;

export interface AuditEventRecord {
  /** counts from 1 without gaps */
  readonly seq: number;
  readonly time: Date;
  readonly hash: Buffer;
  readonly previousHash: Buffer;
  readonly commitment: Buffer;
  /** null once it was erased */
  readonly salt: Buffer | null;
  readonly payload: AuditPayload | null;
}

export interface AuditFilter {
  /** a whole action, or `noun.*` */
  readonly action?: string;
  readonly actor?: string;
  readonly target?: string;
  /** at or after */
  readonly since?: Date;
  /** before */
  readonly until?: Date;
  /** 1 to 1000, default 100 */
  readonly limit?: number;
  /** from the page before */
  readonly cursor?: string;
}

export interface AuditPage {
  readonly events: readonly AuditEventRecord[];
  readonly nextCursor: string | null;
}

/** What was appended last; null for a tenant without events. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: Buffer;
}

const SALT_LENGTH = 32;
const ACTION = /^[a-z][a-z-]*\.[a-z][a-z-]*$/;
const MAX_TEXT = 500;
/** What must never be written; a second line behind the discipline of the callers. */
const FORBIDDEN_NAME = /^(code|source|password|passphrase|secret|token|key|api_?key|cookie|authorization)$/i;
const FORBIDDEN_VALUE =
  /\basy_(live|test)_(?:[a-z][a-z0-9-]{0,19}_)?[0-9A-Za-z]{20}|-----BEGIN |\beyJ[\w-]{8,}\.[\w-]{8,}\./;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/**
 * Appends an event in the caller's transaction, so that a change and its record are stored together or not at all. Holds the
 * tenant's chain until that transaction ends: call it after the change, as the last thing.
 */
export async function appendAuditEvent(tx: TenantTransaction, event: NewAuditEvent): Promise<void> {
  const payload = storablePayload(event);
  const { seq: lastSeq, hash: previousHash, now } = await lockHead(tx);
  const link = { seq: lastSeq + 1, time: now, previousHash };
  const salt = randomBytes(SALT_LENGTH);
  const commitment = commitmentOf(salt, payload);
  const hash = linkHash({ ...link, commitment });
  await sql`
    with event as (
      insert into audit_events (seq, occurred_at, commitment, previous_hash, hash, salt, action, actor, target, details)
      values (${link.seq}, ${now}, ${commitment}, ${previousHash}, ${hash}, ${salt}, ${payload.action}, ${payload.actor},
        ${payload.target}, ${JSON.stringify(payload.details)})
    )
    update audit_chains set last_seq = ${link.seq}, head_hash = ${hash}`.execute(tx);
  await announce(tx, link.seq, payload);
}

async function announce(tx: TenantTransaction, seq: number, payload: AuditPayload): Promise<void> {
  const { action, target } = payload;
  await enqueueWebhookMessage(tx, { event: 'audit.*', type: `audit.${action}`, data: { seq, ...payload } });
  if (action === 'api-key.created')
    await enqueueWebhookMessage(tx, { event: 'key.created', data: { api_key_id: target } });
}

/** A page of the log, newest first. Throws AssayError `invalid_request` for a cursor that no list gave out. */
export async function listAuditEvents(tx: TenantTransaction, filter: AuditFilter): Promise<AuditPage> {
  const limit = Math.min(Math.max(filter.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
  const rows = await eventsOf(tx)
    .where((where) => where.and(conditions(filter)))
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const events = rows.slice(0, limit).map(toRecord);
  const last = events.at(-1);
  return { events, nextCursor: rows.length > limit && last !== undefined ? encodeSeq(last.seq) : null };
}

/** Events in the order of the chain, from behind `afterSeq`; for the verifier and for exports. */
export async function readAuditChain(
  tx: TenantTransaction,
  afterSeq: number,
  limit: number,
): Promise<AuditEventRecord[]> {
  const rows = await eventsOf(tx).where('seq', '>', String(afterSeq)).orderBy('seq').limit(limit).execute();
  return rows.map(toRecord);
}

/** The last event's number and hash as the chain remembers them, or null when nothing was ever appended. */
export async function findAuditHead(tx: TenantTransaction): Promise<AuditHead | null> {
  const row = await tx.selectFrom('audit_chains').select(['last_seq', 'head_hash']).executeTakeFirst();
  return row === undefined ? null : { seq: Number(row.last_seq), hash: row.head_hash };
}

/** Head of a chain beside its tenant. */
export interface AuditChainHead extends AuditHead {
  readonly tenantId: string;
}

/** The question behind `listAuditChains` of a database, asked outside a tenant. */
export async function listAuditChainHeads(pool: Pool, after: string | null, limit: number): Promise<AuditChainHead[]> {
  const { rows } = await pool.query<{ tenant_id: string; last_seq: string; head_hash: Buffer }>(
    'select tenant_id, last_seq, head_hash from list_audit_chains($1, $2)',
    [after, limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, seq: Number(row.last_seq), hash: row.head_hash }));
}

/** Keeps others from appending until the transaction ends, so that what is read of the chain belongs together. */
export async function holdAuditChain(tx: TenantTransaction): Promise<AuditHead | null> {
  return await selectHead(tx);
}

interface LockedHead extends AuditHead {
  /** the database's clock, read under the lock, so that times follow the order of the chain */
  readonly now: Date;
}

async function lockHead(tx: TenantTransaction): Promise<LockedHead> {
  const existing = await selectHead(tx);
  if (existing !== null) return existing;
  const tenant = await sql<{ id: string }>`select current_setting('app.tenant') as id`.execute(tx);
  const hash = genesisHash(tenant.rows[0]?.id ?? '');
  await sql`insert into audit_chains (last_seq, head_hash) values (0, ${hash}) on conflict do nothing`.execute(tx);
  const made = await selectHead(tx);
  if (made === null) throw new Error('The audit chain vanished while it was made.');
  return made;
}

async function selectHead(tx: TenantTransaction): Promise<LockedHead | null> {
  // The clock is read outside the locked part: there it would be read before the lock was waited for.
  const { rows } = await sql<{ seq: string; hash: Buffer; now: Date }>`
    with head as materialized (select last_seq, head_hash from audit_chains for update)
    select last_seq as seq, head_hash as hash, date_trunc('milliseconds', clock_timestamp()) as now from head`.execute(
    tx,
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, seq: Number(row.seq) };
}

function storablePayload({ action, actor, target, details }: NewAuditEvent): AuditPayload {
  if (!ACTION.test(action)) throw new Error(`An audit action is written noun.verb, not ${action}.`);
  const texts = Object.entries(details).map(([name, value]) => {
    if (FORBIDDEN_NAME.test(name)) throw new Error(`The details of an audit event hold no ${name}.`);
    return [storableText(name), typeof value === 'string' ? boundedText(value) : value] as const;
  });
  return { action, actor: storableOrNull(actor), target: storableOrNull(target), details: Object.fromEntries(texts) };
}

function boundedText(text: string): string {
  if (FORBIDDEN_VALUE.test(text)) throw new Error('The details of an audit event hold no secrets.');
  return storableText(text.slice(0, MAX_TEXT));
}

function eventsOf(tx: TenantTransaction) {
  return tx
    .selectFrom('audit_events')
    .select([
      'seq',
      'occurred_at',
      'commitment',
      'previous_hash',
      'hash',
      'salt',
      'action',
      'actor',
      'target',
      'details',
    ]);
}

interface EventRow {
  readonly seq: string;
  readonly occurred_at: Date;
  readonly commitment: Buffer;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
  readonly salt: Buffer | null;
  readonly action: string | null;
  readonly actor: string | null;
  readonly target: string | null;
  readonly details: AuditDetails | null;
}

function toRecord(row: EventRow): AuditEventRecord {
  const { action, actor, target, details } = row;
  return {
    seq: Number(row.seq),
    time: row.occurred_at,
    hash: row.hash,
    previousHash: row.previous_hash,
    commitment: row.commitment,
    salt: row.salt,
    payload: action === null || details === null ? null : { action, actor, target, details },
  };
}

function conditions(filter: AuditFilter): Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = [];
  const { action } = filter;
  if (action?.endsWith('.*')) {
    found.push(sql<SqlBool>`starts_with(action, ${storableText(action.slice(0, -1))})`);
  } else if (action !== undefined) {
    found.push(sql<SqlBool>`action = ${storableText(action)}`);
  }
  if (filter.actor !== undefined) found.push(sql<SqlBool>`actor = ${storableText(filter.actor)}`);
  if (filter.target !== undefined) found.push(sql<SqlBool>`target = ${storableText(filter.target)}`);
  if (filter.since !== undefined) found.push(sql<SqlBool>`occurred_at >= ${filter.since}`);
  if (filter.until !== undefined) found.push(sql<SqlBool>`occurred_at < ${filter.until}`);
  if (filter.cursor !== undefined) found.push(sql<SqlBool>`seq < ${decodeSeq(filter.cursor)}`);
  return found;
}

function encodeSeq(seq: number): string {
  return Buffer.from(`audit ${seq}`, 'utf8').toString('base64url');
}

function decodeSeq(cursor: string): number {
  const match = /^audit (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match !== null) return Number(match[1]);
  throw new AssayError('invalid_request', {
    errors: [{ path: '/cursor', message: 'is not a cursor that a list gave out' }],
  });
}
