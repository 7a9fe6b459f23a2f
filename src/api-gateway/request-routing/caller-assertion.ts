// What a gateway tells an application server about a request: who asks, from where. Signed under an operator key, good for
// one request and a minute, so that nobody else can say it.
import type { Caller } from '../../application-server/index.ts';
import { AssayError, ERROR_CATALOGUE, type ErrorCode } from '../../errors.ts';
import { readStatement, signStatement } from '../../security/index.ts';

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

const CONTEXT = 'assay caller assertion 1';

export function signAssertion(key: Buffer, request: AssertedRequest, assertion: CallerAssertion): string {
  const { method, path, requestId } = request;
  return signStatement(key, CONTEXT, { ...assertion, method, path, requestId }, tagDates);
}

/** Throws AssayError `unauthenticated` for anything but an assertion in force about this very request. */
export function verifyAssertion(key: Buffer, request: AssertedRequest, header: unknown): CallerAssertion {
  const said = readStatement<CallerAssertion & AssertedRequest>(key, CONTEXT, header, untagDates);
  const isThis = said?.method === request.method && said.path === request.path && said.requestId === request.requestId;
  if (!isThis) throw refused();
  return { caller: said.caller, refusal: knownRefusal(said.refusal), clientAddress: said.clientAddress };
}

function refused(): AssayError {
  return new AssayError('unauthenticated', { detail: 'This server answers the gateways of its installation only.' });
}

/** A gateway of another version may know reasons that this one does not. */
function knownRefusal(refusal: CallerAssertion['refusal']): CallerAssertion['refusal'] {
  return refusal === null || refusal.code in ERROR_CATALOGUE ? refusal : { code: 'unauthenticated', detail: '' };
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
