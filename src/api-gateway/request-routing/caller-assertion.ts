// What a gateway tells an application server about a request: who asks, from where. Signed under an operator key, good for
// one request and a minute, so that nobody else can say it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../../application-server/index.ts';
import { AssayError, ERROR_CATALOGUE, type ErrorCode } from '../../errors.ts';

/** The header that carries it. A gateway never passes on one that a client sent. */
export const ASSERTION_HEADER = 'assay-caller';

export interface CallerAssertion {
  /** null: nobody who is known */
  readonly caller: Caller | null;
  /** why there is no caller, where one is needed */
  readonly refusal: { readonly code: ErrorCode; readonly detail: string } | null;
  readonly clientAddress: string;
}

/** The request that an assertion is about. */
export interface AssertedRequest {
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly requestId: string;
}

/** Allows for clocks that differ and for a request that waits before it is sent. */
const LIFETIME_MS = 60_000;
const CONTEXT = 'assay caller assertion 1';

interface Payload extends CallerAssertion, AssertedRequest {
  /** milliseconds since the epoch */
  readonly expires: number;
}

export function signAssertion(key: Buffer, request: AssertedRequest, assertion: CallerAssertion): string {
  const { method, path, requestId } = request;
  const payload: Payload = { ...assertion, method, path, requestId, expires: Date.now() + LIFETIME_MS };
  const text = Buffer.from(JSON.stringify(payload, tagDates)).toString('base64url');
  return `${text}.${macOf(key, text).toString('base64url')}`;
}

/** Throws AssayError `unauthenticated` for anything but an assertion in force about this very request. */
export function verifyAssertion(key: Buffer, request: AssertedRequest, header: unknown): CallerAssertion {
  const [text = '', mac = ''] = typeof header === 'string' ? header.split('.') : [];
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
  // Only our own gateways can have written it.
  const payload = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'), untagDates) as Payload;
  const isThis =
    payload.method === request.method && payload.path === request.path && payload.requestId === request.requestId;
  if (!isThis || payload.expires < Date.now() || payload.expires > Date.now() + 2 * LIFETIME_MS) throw refused();
  return { caller: payload.caller, refusal: knownRefusal(payload.refusal), clientAddress: payload.clientAddress };
}

function refused(): AssayError {
  return new AssayError('unauthenticated', { detail: 'This server answers the gateways of its installation only.' });
}

/** A gateway of another version may know reasons that this one does not. */
function knownRefusal(refusal: CallerAssertion['refusal']): CallerAssertion['refusal'] {
  return refusal === null || refusal.code in ERROR_CATALOGUE ? refusal : { code: 'unauthenticated', detail: '' };
}

function macOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(`${CONTEXT}\n${text}`).digest();
}

/** Callers hold dates, which JSON would make text of. */
function tagDates(this: unknown, name: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[name];
  return original instanceof Date ? { $date: original.getTime() } : value;
}

function untagDates(_: string, value: unknown): unknown {
  const date = (value as { $date?: unknown } | null)?.$date;
  return typeof date === 'number' ? new Date(date) : value;
}
