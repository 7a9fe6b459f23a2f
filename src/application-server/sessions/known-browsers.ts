// Browsers in which an account has logged in before: they have their own count of failures, so that strangers who guess
// at the account do not lock its owner out (the device cookies of OWASP's advice against brute force).
import { createHmac, randomBytes } from 'node:crypto';
import { deriveKey, isEqualSecret } from '../../security/index.ts';

export interface KnownBrowsers {
  /** the value of a cookie for a browser in which this account has just logged in */
  introduce(tenantId: string, userId: string): string;
  /** the name of the browser when the cookie says that it knows the account, otherwise null */
  recognise(cookie: string | null, tenantId: string, userId: string): string | null;
  /** under what an attempt is counted: no text that tells account or address */
  subjectHash(kind: 'account' | 'address' | 'browser' | 'change', name: string): Buffer;
}

export function createKnownBrowsers(pepper: Buffer): KnownBrowsers {
  const browserKey = deriveKey(pepper, 'known-browsers');
  const subjectKey = deriveKey(pepper, 'login-failures');
  const sign = (tenantId: string, userId: string, browser: string) =>
    createHmac('sha256', browserKey).update(`${tenantId} ${userId} ${browser}`).digest('base64url');
  return {
    introduce(tenantId, userId) {
      const browser = randomBytes(16).toString('base64url');
      return `${browser}.${sign(tenantId, userId, browser)}`;
    },
    recognise(cookie, tenantId, userId) {
      const [browser = '', signature = ''] = cookie?.split('.') ?? [];
      return isEqualSecret(signature, sign(tenantId, userId, browser)) ? browser : null;
    },
    subjectHash: (kind, name) => createHmac('sha256', subjectKey).update(`${kind} ${name}`).digest(),
  };
}
