// What a check of `assay doctor` says.

export interface CheckResult {
  /** what was looked at, in a word or two */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'failure';
  /** what was found */
  readonly found: string;
  /** what to do about it; nothing where all is well */
  readonly advice?: string;
}

export const ok = (check: string, found: string): CheckResult => ({ check, status: 'ok', found });
export const warning = (check: string, found: string, advice: string): CheckResult => ({
  check,
  status: 'warning',
  found,
  advice,
});
export const failure = (check: string, found: string, advice: string): CheckResult => ({
  check,
  status: 'failure',
  found,
  advice,
});

/** An error in one line, with the code that the system gave it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  const inner = cause instanceof Error ? `: ${reasonOf(cause)}` : '';
  // A connection that fails over several addresses has no message of its own.
  const message = error.message === '' ? error.name : error.message;
  return typeof code === 'string' && !message.includes(code) ? `${message} (${code})${inner}` : `${message}${inner}`;
}
