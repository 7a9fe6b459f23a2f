// From a provider's claims to a user of a tenant: by configured mapping, and never more than an admin.
import type { JWTPayload } from 'jose';
import type { OidcIssuer } from '../../config/index.ts';
import {
  appendAuditEvent,
  createUser,
  type Database,
  findUserBySubject,
  type UserRecord,
} from '../../database-service/index.ts';
import { isRole, type Role } from '../../security/index.ts';
import { isStrongEnough } from './authentication-strength.ts';

export interface OidcIdentity {
  readonly tenantId: string;
  readonly subject: string;
  /** null: the role that is stored counts */
  readonly role: Role | null;
  readonly name: string;
  readonly email: string | null;
}

/** From the most powerful down. */
const RANK: readonly Role[] = ['admin', 'reviewer', 'developer', 'service'];
const LONGEST_SUBJECT = 255;

/** Who the claims speak of, or null when the mapping has no place for them or they were not authenticated well enough. */
export function identityOf(claims: JWTPayload, settings: OidcIssuer): OidcIdentity | null {
  const { sub, email, name, preferred_username: username } = claims;
  if (!isStrongEnough(claims, settings, Date.now())) return null;
  if (typeof sub !== 'string' || sub === '' || sub.length > LONGEST_SUBJECT) return null;
  const tenantId = tenantOf(claims, settings.tenant);
  if (tenantId === null) return null;
  const role = settings.role === undefined ? null : roleOf(claims, settings.role);
  if (settings.role !== undefined && role === null) return null;
  const texts = [name, username, email].filter((text): text is string => typeof text === 'string' && text !== '');
  // An address that the provider does not vouch for could be anybody's.
  const verified = claims.email_verified === true && typeof email === 'string' ? email.slice(0, 254) : null;
  return { tenantId, subject: sub, role, name: (texts[0] ?? sub).slice(0, 200), email: verified };
}

export interface OidcUser {
  readonly user: UserRecord;
  readonly role: Role;
}

/** The active user behind an identity; made when the mapping says so, otherwise null. */
export async function findOidcUser(
  database: Database,
  identity: OidcIdentity,
  settings: OidcIssuer,
): Promise<OidcUser | null> {
  const { issuer } = settings;
  const { tenantId, subject, role } = identity;
  const user = await database.asTenant(tenantId, async (tx) => {
    const known = await findUserBySubject(tx, issuer, subject);
    const { name, email } = identity;
    if (known !== null || settings.create_users !== true || role === null || email === null) return known;
    const made = await createUser(tx, { kind: 'person', email, name, role, issuer, subject, createdBy: null });
    // Another request was faster, or the address belongs to a user who logs in otherwise: that is not theirs to take.
    if (made === null) return await findUserBySubject(tx, issuer, subject);
    const details = { role, by: 'oidc' };
    await appendAuditEvent(tx, { action: 'user.created', actor: made.id, target: made.id, details });
    return made;
  });
  if (user === null || user.state !== 'active') return null;
  const effective = role ?? user.role;
  return isRole(effective) ? { user, role: effective } : null;
}

function tenantOf(claims: JWTPayload, mapping: OidcIssuer['tenant']): string | null {
  if (typeof mapping === 'string') return mapping;
  const tenants = new Set(valuesOf(claims[mapping.claim]).flatMap((value) => own(mapping.values, value) ?? []));
  // Somebody of two tenants has to be told apart by another claim: guessing would mix them up.
  return tenants.size === 1 ? ([...tenants][0] ?? null) : null;
}

function roleOf(claims: JWTPayload, mapping: NonNullable<OidcIssuer['role']>): Role | null {
  const roles = valuesOf(claims[mapping.claim]).flatMap((value) => own(mapping.values, value) ?? []);
  return RANK.find((role) => roles.some((one) => one === role)) ?? mapping.otherwise ?? null;
}

/** A claim is one text, or a list of them. */
function valuesOf(claim: unknown): string[] {
  return [claim].flat().filter((value): value is string => typeof value === 'string');
}

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
