// What one gateway tells another process in a header, signed under a key that both have: JSON, in force for a minute.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Allows for clocks that differ and for a request that waits before it is sent. */
const LIFETIME_MS = 60_000;

/** How the JSON is written and read, where a value is none of its types. */
export type Transform = (this: unknown, name: string, value: unknown) => unknown;

/** `<statement as base64url>.<MAC>`; `context` says what kind of statement it is, so that none passes for another kind. */
export function signStatement(key: Buffer, context: string, statement: object, replacer?: Transform): string {
  const json = JSON.stringify({ ...statement, expires: Date.now() + LIFETIME_MS }, replacer);
  const text = Buffer.from(json).toString('base64url');
  return `${text}.${macOf(key, context, text).toString('base64url')}`;
}

/** Null for anything but a statement in force of that kind, which whoever has the key wrote. */
export function readStatement<Statement extends object>(
  key: Buffer,
  context: string,
  header: unknown,
  reviver?: Transform,
): Statement | null {
  const [text = '', mac = ''] = typeof header === 'string' ? header.split('.') : [];
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, context, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  // Only our own gateways can have written it.
  const { expires, ...statement } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'), reviver);
  const now = Date.now();
  return expires >= now && expires <= now + 2 * LIFETIME_MS ? (statement as Statement) : null;
}

function macOf(key: Buffer, context: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${context}\n${text}`).digest();
}
