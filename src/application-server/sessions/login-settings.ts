// What the operator decides of logging in.
import type { BackOff } from '../../database-service/index.ts';

export interface LoginSettings {
  /** whether persons may log in with a password: not where an OIDC provider knows them */
  readonly passwords: boolean;
  readonly idleMs: number;
  readonly longestMs: number;
  /** stands in the secret of each session, so that other regions know where it belongs; null: there is one region */
  readonly region: string | null;
}

/** Failed attempts on an account from browsers that it does not know, or from one that it knows. */
export const ACCOUNT_BACK_OFF: BackOff = { freeAttempts: 5, firstSeconds: 1, longestSeconds: 900 };
/** Many people may share an address. */
export const ADDRESS_BACK_OFF: BackOff = { freeAttempts: 20, firstSeconds: 1, longestSeconds: 900 };
export const PASSWORD_TOKEN_MS = 24 * 60 * 60_000;

/** Sessions that were not used since then have ended. */
export function idleSince({ idleMs }: Pick<LoginSettings, 'idleMs'>): Date {
  return new Date(Date.now() - idleMs);
}
