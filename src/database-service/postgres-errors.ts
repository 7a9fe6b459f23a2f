// PostgreSQL's and the connection's errors in the words of the catalogue. Codes: PostgreSQL manual, appendix A.
import { AssayError, type ErrorCode } from '../errors.ts';

const BY_SQLSTATE: Readonly<Record<string, ErrorCode>> = {
  '53100': 'storage_full',
  '53000': 'storage_unavailable',
  '53200': 'storage_unavailable',
  '53300': 'storage_unavailable',
  '53400': 'storage_unavailable',
  // statement or idle time-out
  '57014': 'storage_unavailable',
  // lock time-out
  '55P03': 'storage_unavailable',
  '25P03': 'storage_unavailable',
  // shutdown, crash, not yet started
  '57P01': 'storage_unavailable',
  '57P02': 'storage_unavailable',
  '57P03': 'storage_unavailable',
  // deadlock and serialization failure: the client may try again
  '40P01': 'storage_unavailable',
  '40001': 'storage_unavailable',
  // a standby, or a server set read-only
  '25006': 'storage_unavailable',
};
const CONNECTION_CLASS = '08';
const SYSTEM_ERROR_CLASS = '58';
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
// pg and its pool give these no code.
const CONNECTION_MESSAGES =
  /embedded database stopped|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|not queryable/;
const RETRY_AFTER_SECONDS = 1;

/**
 * The error to throw for one that a query or connection threw. Errors of the catalogue stay as they are, and so does
 * everything that is a bug of ours (a broken constraint, a missing table): it must show as `internal`.
 */
export function fromDatabaseError(error: unknown): unknown {
  if (error instanceof AssayError || !(error instanceof Error)) return error;
  const code = catalogueCode(error);
  if (code === null) return error;
  return new AssayError(code, { cause: error, retryAfter: RETRY_AFTER_SECONDS });
}

function catalogueCode(error: Error): ErrorCode | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/no space left|disk full|ENOSPC/i.test(`${error.message} ${code}`)) return 'storage_full';
  const known = BY_SQLSTATE[code];
  if (known !== undefined) return known;
  if (/^[0-9A-Z]{5}$/.test(code)) {
    const isConnection = code.startsWith(CONNECTION_CLASS) || code.startsWith(SYSTEM_ERROR_CLASS);
    return isConnection ? 'storage_unavailable' : null;
  }
  return CONNECTION_CODES.has(code) || CONNECTION_MESSAGES.test(error.message) ? 'storage_unavailable' : null;
}
