// The logger: JSON lines on standard error, with secrets and submitted code kept out by construction and by redaction.
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

/** What code that only writes lines needs of a logger. */
export type LineLogger = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export interface LoggerOptions {
  readonly level: string;
  /** takes secrets out of the texts of errors, which may quote an address with its password */
  readonly redact?: (text: string) => string;
  /** defaults to standard error; tests pass their own */
  readonly stream?: DestinationStream;
}

/** Fields that never appear in a log, whoever passes them. Standard output is kept for people. */
const REDACTED = [
  'code',
  'body',
  'key',
  'api_key',
  'authorization',
  'cookie',
  'headers.authorization',
  'headers.cookie',
  'headers["x-api-key"]',
  'request.headers.authorization',
  'request.headers["x-api-key"]',
  'request.body',
  'context.files',
  'context.code',
];

const CAUSES_SHOWN = 5;

/** A logger whose `err` field shows name, message, stack, error code and causes, and no other property. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      level: options.level,
      base: undefined,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: REDACTED, censor: '[redacted]' },
      serializers: { err: (error: unknown) => describeError(error, options.redact ?? ((text) => text)) },
      formatters: { level: (label) => ({ level: label }) },
    },
    options.stream ?? destination({ dest: 2, sync: true }),
  );
}

/**
 * An error for the log. A database error's `detail`, `parameters` or `query` hold stored values, so only these
 * four fields of an error and of its causes are taken.
 */
function describeError(error: unknown, redact: (text: string) => string, depth = 0): unknown {
  if (!(error instanceof Error)) return redact(String(error));
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: redact(error.message),
    ...(typeof code === 'string' && { error_code: code }),
    stack: redact(error.stack ?? ''),
    ...(error.cause !== undefined && depth < CAUSES_SHOWN && { cause: describeError(error.cause, redact, depth + 1) }),
  };
}
