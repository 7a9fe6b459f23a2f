// What is sent of a report: names as keyed hashes, sentences and places encrypted, and what may be readable.
import type { SealedFile, SealedFinding } from '../contract/index.ts';
import type { FindingSealer } from '../security/index.ts';
import type { FileReport, FoundIssue } from './analysis-run.ts';

const BASE_LENGTH = 32;
const MOST_FEATURES = 64;
const MOST_SNIPPET_LINES = 20;
/** far below what a request may hold of one finding */
const LONGEST_TEXT = 8000;

export function sealReport({ path, code, language, issues }: FileReport, sealer: FindingSealer): SealedFile {
  const lines = code.split(/\r?\n/);
  return {
    path: sealer.name('path', path),
    language: language?.id ?? 'unknown',
    issues: issues.map((issue) => sealFinding(issue, lines, sealer)),
  };
}

function sealFinding(issue: FoundIssue, lines: readonly string[], sealer: FindingSealer): SealedFinding {
  const fingerprint = sealFingerprint(issue.fingerprint, sealer);
  const { message, location, within, trace } = issue;
  const last = Math.min(location.end.line, location.start.line + MOST_SNIPPET_LINES);
  const snippet = lines
    .slice(location.start.line - 1, last)
    .join('\n')
    .slice(0, LONGEST_TEXT);
  const opened = { message, location, within, trace: trace.slice(0, 100), snippet };
  return {
    fingerprint,
    rule_id: issue.rule_id,
    severity: issue.severity,
    category: issue.category,
    confidence: issue.confidence,
    cwe: issue.cwe,
    within: within === '' ? '' : sealer.name('function', within),
    sealed: sealer.seal(JSON.stringify(opened), `finding:${fingerprint}`),
    features: featuresOf(snippet, sealer),
  };
}

/** What follows the first 32 digits names the function around: it is hashed apart, so that copies stay copies. */
function sealFingerprint(fingerprint: string, sealer: FindingSealer): string {
  const base = sealer.name('fingerprint', fingerprint.slice(0, BASE_LENGTH));
  const rest = fingerprint.slice(BASE_LENGTH);
  return rest === '' ? base : `${base}-${sealer.name('fingerprint', rest).slice(0, 16)}`;
}

function featuresOf(snippet: string, sealer: FindingSealer): string[] {
  const words = new Set(snippet.match(/[A-Za-z_$][\w$]*/g) ?? []);
  return [...words].slice(0, MOST_FEATURES).map((word) => sealer.name('feature', word).slice(0, 16));
}
