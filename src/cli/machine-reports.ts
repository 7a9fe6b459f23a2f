// The reports for programs: JSON, SARIF 2.1.0, and the workflow commands by which GitHub annotates a pull request.
import { type Severity, toSarif } from '../contract/index.ts';
import { ruleHelp } from '../rules/index.ts';
import type { FoundIssue, RunReport } from './analysis-run.ts';
import { mendedWithOthers, plainComment, reviewComments } from './review-comments.ts';
import { SKIP_REASONS, type SkipCounts } from './source-files.ts';

/** The answers as the server gives them, without what only a server knows. */
export function jsonReport(run: RunReport, skipped: SkipCounts): string {
  const files = run.files.map(({ path, language, issues, suppressedCount, notices, failure }) => ({
    path,
    language,
    issues,
    suppressed_count: suppressedCount,
    notices,
    ...(failure !== null && { failure }),
  }));
  const skippedByReason = SKIP_REASONS.flatMap((reason) => {
    const n = skipped.get(reason) ?? 0;
    return n === 0 ? [] : [[reason.toLowerCase().replaceAll(/\W/g, '_'), n]];
  });
  const report = {
    model: run.model,
    issue_count: run.files.reduce((sum, file) => sum + file.issues.length, 0),
    files,
    skipped: Object.fromEntries(skippedByReason),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

export function sarifReport(run: RunReport): string {
  const answers = run.files.map(({ path, language, issues, notices, failure }) => ({
    path,
    ...(language !== null && { language }),
    issues,
    model: run.model,
    notices: failure === null ? notices : [...notices, { code: 'not_analysed', message: failure }],
  }));
  const successful = run.files.every((file) => file.failure === null);
  return `${JSON.stringify(toSarif(answers, { ruleHelp, successful }), null, 2)}\n`;
}

const COMMANDS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** One workflow command a finding, and one for each file that could not be analysed. */
export function githubReport(run: RunReport): string {
  const commands = run.files.flatMap(({ path, issues, failure }) => [
    ...(failure === null ? [] : [`::error file=${escapeProperty(path)},title=not analysed::${escapeData(failure)}`]),
    ...issues.filter(({ state }) => state !== 'known').map(annotation),
  ]);
  return commands.map((command) => `${command}\n`).join('');
}

/** What the REST API takes as the `comments` of a review: one a finding, with suggestion blocks where there is a verified fix. */
export function reviewReport(run: RunReport): string {
  const comments = run.files.flatMap(({ path, code, issues }) => {
    const shown = issues.filter(({ state, location }) => state !== 'known' && location.path === path);
    const withOthers = mendedWithOthers(shown);
    return shown.flatMap((issue) => {
      const suggested = withOthers.has(issue) ? [] : reviewComments(code, issue);
      return suggested.length > 0 ? suggested : [plainComment(issue)];
    });
  });
  return `${JSON.stringify({ comments }, null, 2)}\n`;
}

function annotation(issue: FoundIssue): string {
  const { path, start, end } = issue.location;
  const place: [string, string | number][] = [
    ['file', path],
    ['line', start.line],
    ['endLine', end.line],
  ];
  // GitHub refuses columns on an annotation over several lines
  if (start.line === end.line) place.push(['col', start.column], ['endColumn', end.column]);
  place.push(['title', [issue.rule_id, ...issue.cwe].join(' ')]);
  const properties = place.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  const steps = issue.trace.map(({ location, message }, index) => {
    return `${index + 1}. ${location.path}:${location.start.line} ${message}`;
  });
  return `::${COMMANDS[issue.severity]} ${properties}::${escapeData([issue.message, ...steps].join('\n'))}`;
}
