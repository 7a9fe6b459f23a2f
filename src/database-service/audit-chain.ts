// The arithmetic of the audit chain: what an event commits to and how the hashes follow each other. No database here, so that
// the verifier can use it on an exported log.
import { createHash } from 'node:crypto';

export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** What an event says; it can be erased, its commitment cannot. */
export interface AuditPayload {
  readonly action: string;
  readonly actor: string | null;
  readonly target: string | null;
  readonly details: AuditDetails;
}

/** What the chain is made of. */
export interface AuditLink {
  readonly seq: number;
  readonly time: Date;
  readonly commitment: Buffer;
  readonly previousHash: Buffer;
}

/**
 * The hash before a tenant's first event. It also names the chain where the tenant must not be named: nobody can tell the tenant
 * from it, and whoever knows the tenant can compute it.
 */
export function genesisHash(tenantId: string): Buffer {
  return createHash('sha256').update(`assay:audit-chain:1\n${tenantId.toLowerCase()}\n`).digest();
}

/** SHA-256 over salt and payload: binds the event without saying anything about it once the salt is gone. */
export function commitmentOf(salt: Buffer, payload: AuditPayload): Buffer {
  return createHash('sha256').update('assay:audit-payload:1\n').update(salt).update(canonical(payload)).digest();
}

/** The hash of an event, over the one before it. */
export function linkHash({ seq, time, commitment, previousHash }: AuditLink): Buffer {
  return createHash('sha256')
    .update('assay:audit-event:1\n')
    .update(previousHash)
    .update(`${seq}\n${time.toISOString()}\n`)
    .update(commitment)
    .digest();
}

/** One text for one payload, whatever order its details were written in. */
function canonical({ action, actor, target, details }: AuditPayload): string {
  const names = Object.keys(details).sort();
  return JSON.stringify([action, actor, target, names.map((name) => [name, details[name]])]);
}
