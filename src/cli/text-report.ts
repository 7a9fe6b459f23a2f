// The report for people: findings by file, each with its code, its trace and its fixes, and a summary at the end.
import colors from 'picocolors';
import { SEVERITIES, type Severity } from '../contract/index.ts';
import {
  type FileReport,
  type FoundIssue,
  isUnsupported,
  type RunReport,
  UNSUPPORTED_LANGUAGE,
} from './analysis-run.ts';
import { daysBetween } from './baseline.ts';
import { codeFrame } from './code-frame.ts';
import { SKIP_REASONS, type SkipCounts } from './source-files.ts';
import { singleLine } from './terminal-text.ts';

type Colors = ReturnType<typeof colors.createColors>;

function severityStyle(severity: Severity, c: Colors): (text: string) => string {
  const styles: Readonly<Record<Severity, (text: string) => string>> = {
    critical: (text) => c.bold(c.red(text)),
    high: c.red,
    medium: c.yellow,
    low: c.blue,
    info: c.gray,
  };
  return styles[severity];
}

/** Everything but the summary; empty when there is nothing to say. */
export function textReport(run: RunReport, color: boolean, today = ''): string {
  const c = colors.createColors(color);
  const texts = new Map(run.files.map(({ path, code }) => [path, code.split(/\r?\n/)]));
  const blocks = run.files.filter(hasSomethingToSay).map((file) => fileBlock(file, texts, c, today));
  return blocks.join('');
}

/** What the analysis could not do is worth a line only for files that were asked for or half analysed. */
const isWorthSaying = ({ code }: { readonly code: string }): boolean =>
  code !== UNSUPPORTED_LANGUAGE && code !== 'only_own_rules';
function hasSomethingToSay(file: FileReport): boolean {
  return file.issues.length > 0 || file.failure !== null || file.notices.some(isWorthSaying);
}

function fileBlock(file: FileReport, texts: ReadonlyMap<string, readonly string[]>, c: Colors, today: string): string {
  const lines = [c.underline(singleLine(file.path))];
  if (file.failure !== null) lines.push(`  ${c.red('not analysed:')} ${singleLine(file.failure)}`);
  for (const notice of file.notices.filter(isWorthSaying))
    lines.push(`  ${c.dim(`note: ${singleLine(notice.message)}`)}`);
  for (const issue of file.issues.filter(({ state }) => state !== 'known'))
    lines.push('', ...issueLines(issue, texts, c));
  const known = file.issues.filter(({ state }) => state === 'known');
  if (known.length > 0) lines.push('', ...known.map((issue) => knownLine(issue, c, today)));
  return `${lines.join('\n')}\n\n`;
}

/** Known findings are listed, not explained again. */
function knownLine({ message, rule_id, location, first_seen }: FoundIssue, c: Colors, today: string): string {
  const age = first_seen === undefined || today === '' ? '' : `, ${count(daysBetween(first_seen, today), 'day')}`;
  const since = first_seen === undefined ? 'known' : `known since ${first_seen}${age}`;
  return `  ${c.dim(`${since} · ${rule_id} · line ${location.start.line} · ${singleLine(message)}`)}`;
}

function issueLines(issue: FoundIssue, texts: ReadonlyMap<string, readonly string[]>, c: Colors): string[] {
  const style = severityStyle(issue.severity, c);
  const { path, start } = issue.location;
  const about = [...issue.cwe, `${Math.round(issue.confidence * 100)} % sure`].join(' · ');
  const lines = [
    `  ${style(issue.severity)} ${c.bold(singleLine(issue.message))}  ${c.dim(`${issue.rule_id} · ${about}`)}`,
    `  ${c.cyan(`${singleLine(path)}:${start.line}:${start.column}`)}`,
    ...codeFrame(texts.get(path) ?? [], issue.location, { dim: c.dim, mark: style }).map((line) => `  ${line}`),
  ];
  if (issue.trace.length > 0) lines.push(`    ${c.dim('how it gets there:')}`);
  issue.trace.forEach((step, index) => {
    const at = `${singleLine(step.location.path)}:${step.location.start.line}:${step.location.start.column}`;
    lines.push(`    ${c.dim(`${index + 1}.`)} ${c.cyan(at)}  ${singleLine(step.message)}`);
  });
  for (const { description, verified } of issue.suggestions) {
    lines.push(`    ${c.green(verified ? 'fix (verified):' : 'fix:')} ${singleLine(description)}`);
  }
  return lines;
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** One or two lines: what was found in how many files, and what was left out and why. */
export function summary(run: RunReport, skipped: SkipCounts, milliseconds: number, color: boolean): string {
  const c = colors.createColors(color);
  const all = run.files.flatMap((file) => file.issues);
  const issues = all.filter(({ state }) => state !== 'known');
  const bySeverity = SEVERITIES.map((severity) => {
    const n = issues.filter((issue) => issue.severity === severity).length;
    return n === 0 ? null : severityStyle(severity, c)(`${n} ${severity}`);
  }).filter((part) => part !== null);
  const suppressed = run.files.reduce((sum, file) => sum + file.suppressedCount, 0);
  const failures = run.files.filter((file) => file.failure !== null).length;
  const unsupported = run.files.filter(isUnsupported).length;
  const analyzed = run.files.length - failures - unsupported;
  const verdict =
    issues.length === 0
      ? c.green('No findings')
      : `${c.bold(count(issues.length, 'finding'))} (${bySeverity.join(', ')})`;
  const parts = [`${verdict} in ${count(analyzed, 'file')}`];
  if (all.length > issues.length) parts.push(`${all.length - issues.length} known`);
  if (run.reused > 0) parts.push(`${run.reused} unchanged since an earlier run`);
  if (suppressed > 0) parts.push(`${suppressed} suppressed`);
  if (failures > 0) parts.push(c.red(`${failures} not analysed`));
  parts.push(`${(milliseconds / 1000).toFixed(1)} s`);
  const left = SKIP_REASONS.map((reason) => [skipped.get(reason) ?? 0, SKIP_WORDS[reason]] as const).filter(
    ([n]) => n > 0,
  );
  const reasons = left.map(([n, words]) => `${n} ${words}`);
  if (unsupported > 0) reasons.unshift(`${unsupported} ${unsupportedWords(run.files)}`);
  const lines = [parts.join(' · ')];
  if (reasons.length > 0) lines.push(c.dim(`Skipped: ${reasons.join(', ')}.`));
  return `${lines.join('\n')}\n`;
}

const SKIP_WORDS: Readonly<Record<(typeof SKIP_REASONS)[number], string>> = {
  ignored: 'ignored by .gitignore',
  excluded: 'in node_modules, .assay or version control',
  link: 'symbolic links',
  binary: 'binary',
  'too large': 'over 1 MiB',
  'not UTF-8': 'not UTF-8',
  unreadable: 'not readable',
};

/** e.g. `without an analyser (markdown 4, json 2, …)`, the commonest languages first */
function unsupportedWords(files: readonly FileReport[]): string {
  const counts = new Map<string, number>();
  for (const { language } of files.filter(isUnsupported)) {
    if (language === null) continue;
    counts.set(language.id, (counts.get(language.id) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, 4).map(([id, n]) => `${id} ${n}`);
  return `in languages without an analyser (${shown.join(', ')}${sorted.length > 4 ? ', …' : ''})`;
}
