// Secrets out of text before it reaches a log, an error or a trace.

const MASK = '[redacted]';

// Each pattern keeps what helps to recognise the place and drops the secret. All are linear: no nested quantifiers.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\basy_(live|test)_(?:[a-z][a-z0-9-]{0,19}_)?[0-9A-Za-z]{8,}/g, `asy_$1_${MASK}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g, MASK],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, MASK],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, MASK],
  [/\bgithub_pat_[A-Za-z0-9_]{20,}/g, MASK],
  [/\bglpat-[A-Za-z0-9_-]{16,}/g, MASK],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g, MASK],
  [/\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}/g, MASK],
  [/\bsk-[A-Za-z0-9_-]{20,}/g, MASK],
  [/\bAIza[A-Za-z0-9_-]{30,}/g, MASK],
  [/\bnpm_[A-Za-z0-9]{30,}/g, MASK],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g, MASK],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,200}):[^\s/@]{1,400}@/gi, `$1:${MASK}@`],
  [
    /(["']?(?:password|passwd|secret|api[_-]?key|x-api-key|token|authorization)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;&]{3,}/gi,
    `$1${MASK}`,
  ],
];

/** The text with API keys, bearer tokens, passwords in URLs and well-known secret shapes replaced by `[redacted]`. */
export function redact(text: string): string {
  let redacted = text;
  for (const [pattern, replacement] of PATTERNS) redacted = redacted.replace(pattern, replacement);
  return redacted;
}
