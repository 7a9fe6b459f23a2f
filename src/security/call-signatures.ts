// How the processes of one installation know each other: a call is signed under an operator key, for one address and a minute.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AssayError } from '../errors.ts';

/** The header that carries the signature. */
export const CALL_HEADER = 'assay-call';

/** What is signed. */
export interface SignedCall {
  readonly method: string;
  readonly path: string;
}

/** Allows for clocks that differ. */
const LIFETIME_MS = 60_000;
const CONTEXT = 'assay call 1';

/** `<milliseconds since the epoch>.<MAC>` */
export function signCall(key: Buffer, call: SignedCall): string {
  const expires = Date.now() + LIFETIME_MS;
  return `${expires}.${macOf(key, call, expires).toString('base64url')}`;
}

/** Throws AssayError `unauthenticated` for anything but a signature in force of this very call. */
export function verifyCall(key: Buffer, call: SignedCall, header: unknown): void {
  const [time = '', mac = ''] = typeof header === 'string' ? header.split('.') : [];
  const expires = Number(time);
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, call, expires);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  if (isOurs && expires >= Date.now() && expires <= Date.now() + 2 * LIFETIME_MS) return;
  throw new AssayError('unauthenticated', { detail: 'This server answers the processes of its installation only.' });
}

function macOf(key: Buffer, { method, path }: SignedCall, expires: number): Buffer {
  return createHmac('sha256', key).update(`${CONTEXT}\n${method}\n${path}\n${expires}`).digest();
}
