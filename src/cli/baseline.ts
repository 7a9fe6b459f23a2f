// Baselines: a file of findings that are known, with the day each was first seen. New findings count, known ones are listed
// with their age. Identity is the fingerprint, the function and the path; line numbers change with every edit.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { recognise } from '../analysis-engine/index.ts';
import { AssayError } from '../errors.ts';
import type { FoundIssue, RunReport } from './analysis-run.ts';

const BaselineFile = Type.Object({
  version: Type.Literal(1),
  findings: Type.Array(
    Type.Object({
      path: Type.String(),
      rule: Type.String(),
      within: Type.String(),
      fingerprint: Type.String(),
      first_seen: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    }),
  ),
});

export interface KnownFinding {
  readonly path: string;
  readonly rule: string;
  readonly within: string;
  readonly fingerprint: string;
  /** YYYY-MM-DD */
  readonly first_seen: string;
}

/** The findings of a baseline file. Throws AssayError `invalid_request` when it is none. */
export function readBaseline(file: string): readonly KnownFinding[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new AssayError('invalid_request', { detail: `The baseline ${file} ${reason}.`, cause });
  }
  if (!Value.Check(BaselineFile, content)) {
    throw new AssayError('invalid_request', { detail: `The file ${file} is not a baseline of version 1.` });
  }
  return content.findings;
}

/** The findings of a baseline that need not be there yet. */
export const readBaselineIfAny = (file: string): readonly KnownFinding[] =>
  existsSync(file) ? readBaseline(file) : [];

/** The run with known findings marked, each known one at most once. */
export function withKnown(run: RunReport, known: readonly KnownFinding[]): RunReport {
  const issues = run.files.flatMap((file) => file.issues);
  const matches = recognise(issues.map(identityOf), known);
  const marked = new Map<FoundIssue, FoundIssue>();
  for (const [index, match] of matches.entries()) {
    if (match !== null) marked.set(issues[index], { ...issues[index], state: 'known', first_seen: match.first_seen });
  }
  const files = run.files.map((file) => ({ ...file, issues: file.issues.map((issue) => marked.get(issue) ?? issue) }));
  return { ...run, files };
}

const identityOf = ({ fingerprint, within, location }: FoundIssue) => ({ fingerprint, within, path: location.path });

/**
 * What is to be written: the findings of the run, those that are known with the day they were first seen on, and known ones
 * of files that were not analysed this time but are still there. What is gone is left out.
 */
export function nextBaseline(
  run: RunReport,
  known: readonly KnownFinding[],
  today: string,
  isThere: (path: string) => boolean,
): KnownFinding[] {
  const analysed = new Set(run.files.filter(({ failure }) => failure === null).map(({ path }) => path));
  const untouched = known.filter(({ path }) => !analysed.has(path) && isThere(path));
  const found = withKnown(run, known).files.flatMap((file) => file.issues);
  const current = found.map((issue) => ({
    path: issue.location.path,
    rule: issue.rule_id,
    within: issue.within,
    fingerprint: issue.fingerprint,
    first_seen: issue.first_seen ?? today,
  }));
  return [...current, ...untouched].sort(byPlace);
}

function byPlace(a: KnownFinding, b: KnownFinding): number {
  const key = ({ path, rule, within, fingerprint }: KnownFinding) => [path, rule, within, fingerprint].join('\0');
  const [left, right] = [key(a), key(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** One line a finding, so that two branches that add some are merged without a conflict in between. */
export function baselineText(findings: readonly KnownFinding[]): string {
  const lines = findings.map(({ path, rule, within, fingerprint, first_seen }) => {
    return `    ${JSON.stringify({ path, rule, within, fingerprint, first_seen })}`;
  });
  return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

export function writeBaseline(file: string, findings: readonly KnownFinding[]): void {
  try {
    writeFileSync(file, baselineText(findings));
  } catch (cause) {
    throw new AssayError('internal', { detail: `The baseline could not be written to ${file}.`, cause });
  }
}

/** Whole days from one day to another, both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
