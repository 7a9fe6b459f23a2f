// How a person has authenticated at the provider, against what the operator asks for.
import type { JWTPayload } from 'jose';
import type { OidcIssuer } from '../../config/index.ts';
import { CLOCK_TOLERANCE_SECONDS } from '../../security/index.ts';

/** A claim that is asked for and not there is a claim that is not met. */
export function isStrongEnough(
  { acr, amr, auth_time: since }: JWTPayload,
  { require: wanted = {} }: Pick<OidcIssuer, 'require'>,
  now: number,
): boolean {
  if (wanted.acr !== undefined && !wanted.acr.some((one) => one === acr)) return false;
  if (wanted.amr !== undefined && !(Array.isArray(amr) && wanted.amr.some((one) => amr.includes(one)))) return false;
  if (wanted.max_age_seconds === undefined) return true;
  if (typeof since !== 'number') return false;
  return now / 1000 - since <= wanted.max_age_seconds + CLOCK_TOLERANCE_SECONDS;
}
