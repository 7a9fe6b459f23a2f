// Which region a request belongs to, by what its credential says of itself. Nothing is verified: the home region does that.
import type { IncomingHttpHeaders } from 'node:http';
import { claimedRegion, parseApiKey, readTenantSecret } from '../../security/index.ts';
import { presentedSecret } from '../authentication/credential.ts';
import { sessionCookie } from '../authentication/sessions.ts';

/** In requests: the home region, for credentials that do not say it. In answers: the region that answered. */
export const REGION_HEADER = 'assay-region';

/** Null: it says none, so whoever is asked answers. */
export function regionOf(headers: IncomingHttpHeaders): string | null {
  const secret = presentedSecret(headers);
  const named = secret === null ? regionOfSession(headers) : (parseApiKey(secret)?.region ?? claimedRegion(secret));
  if (named !== null) return named;
  const wanted = headers[REGION_HEADER];
  return typeof wanted === 'string' && wanted !== '' ? wanted : null;
}

function regionOfSession(headers: IncomingHttpHeaders): string | null {
  if (headers.authorization !== undefined) return null;
  const text = sessionCookie({ headers });
  return text === null ? null : (readTenantSecret(text)?.region ?? null);
}
