// What a kind of credential is to the gateway, and where a request carries one.
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../../application-server/index.ts';

/** What of a request decides who asks. */
export interface PresentedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** API keys, sessions and tokens are one file each in this folder. */
export interface CredentialKind {
  /**
   * The caller, or null at once when the request brings no credential of this kind, so that the next kind is asked.
   * Rejects with AssayError `unauthenticated` when it brings one that is not in force.
   */
  recognise(request: PresentedRequest): Promise<Caller> | null;
}

/** `Authorization: Bearer <secret>` (RFC 6750), or else `X-API-Key`; null when neither is there. */
export function presentedSecret(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers;
  if (authorization !== undefined) return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null;
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key.trim() : null;
}
