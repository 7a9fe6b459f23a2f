// What a security report asks of a tenant's keys and users, and the reports that were made.
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTransaction } from './database.ts';

/** A key in force, and who stands behind it. */
export interface KeyFacts {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly isScoped: boolean;
  readonly isBootstrap: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly ofDisabledUser: boolean;
}

export interface UserFacts {
  readonly id: string;
  readonly kind: 'person' | 'service';
  readonly role: string;
  readonly createdAt: Date;
  /** the last use of a key or session of theirs */
  readonly lastActiveAt: Date | null;
}

/** More keys or users are not looked at; a report that names thousands helps nobody. */
const LIMIT = 10_000;

export async function keyFacts(tx: TenantTransaction): Promise<KeyFacts[]> {
  const { rows } = await sql<KeyFacts>`
    select k.api_key_id as id, k.name, k.role, cardinality(k.scopes) > 0 as "isScoped", k.is_bootstrap as "isBootstrap",
      k.created_at as "createdAt", k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt",
      coalesce(u.state = 'disabled', false) as "ofDisabledUser"
    from api_keys k left join users u on u.tenant_id = k.tenant_id and u.user_id = k.user_id
    where k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    order by k.api_key_id limit ${LIMIT}`.execute(tx);
  return rows;
}

export async function activeUserFacts(tx: TenantTransaction): Promise<UserFacts[]> {
  const { rows } = await sql<UserFacts>`
    select u.user_id as id, u.kind, u.role, u.created_at as "createdAt", greatest(
      (select max(k.last_used_at) from api_keys k where k.tenant_id = u.tenant_id and k.user_id = u.user_id),
      (select max(s.last_seen_at) from sessions s where s.tenant_id = u.tenant_id and s.user_id = u.user_id)) as "lastActiveAt"
    from users u where u.state = 'active' order by u.user_id limit ${LIMIT}`.execute(tx);
  return rows;
}

/** The oldest code that is stored of the tenant, or null. */
export async function oldestStoredCode(tx: TenantTransaction): Promise<Date | null> {
  const row = await tx
    .selectFrom('code_objects')
    .select((select) => select.fn.min('created_at').as('oldest'))
    .executeTakeFirst();
  return row?.oldest ?? null;
}

/** Stores a report and forgets those that are older than `keepFrom`. */
export async function saveSecurityReport(tx: TenantTransaction, report: object, keepFrom: Date): Promise<void> {
  await tx.deleteFrom('security_reports').where('created_at', '<', keepFrom).execute();
  await tx
    .insertInto('security_reports')
    .values({ report_id: uuidv7(), report: JSON.stringify(report) })
    .execute();
}

/** The newest report made at or after `since`, or null. */
export async function findSecurityReport(tx: TenantTransaction, since: Date): Promise<unknown> {
  const row = await tx
    .selectFrom('security_reports')
    .select('report')
    .where('created_at', '>=', since)
    .orderBy('report_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.report ?? null;
}
