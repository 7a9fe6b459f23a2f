// Suggestions as comments of a GitHub review, whose suggestion blocks are applied by a button.
import type { FoundIssue } from './analysis-run.ts';
import { type ChangedLines, changedLines, changesOf, together } from './text-changes.ts';

/** As the REST API takes it among the `comments` of a review. */
export interface ReviewComment {
  readonly path: string;
  readonly side: 'RIGHT';
  readonly line: number;
  readonly start_line?: number;
  readonly start_side?: 'RIGHT';
  readonly body: string;
}

/** One comment for each run of lines that a suggestion changes: the finding's own first, then what goes with it. */
export function reviewComments(code: string, issue: FoundIssue): ReviewComment[] {
  const [suggestion] = issue.suggestions;
  const { path, start } = issue.location;
  const changes = suggestion === undefined ? null : together(changesOf(code, path, suggestion) ?? []);
  if (suggestion === undefined || changes === null || changes.length === 0) return [];
  const lines = code.split('\n');
  const hunks = changedLines(code, changes);
  const about = `**${issue.rule_id}**: ${issue.message}\n\n${suggestion.description}`;
  const places = hunks.map(({ first }) => first).join(', ');
  const parts =
    hunks.length === 1 ? '' : `\n\nThis fix has ${hunks.length} parts, at lines ${places}; apply them together.`;
  return hunks
    .map((hunk) => comment(path, hunk, lines, `${about}${parts}`))
    .sort((a, b) => Math.abs(a.line - start.line) - Math.abs(b.line - start.line));
}

/** The findings whose suggestion is that of an earlier one, word for word: equal code of one function is mended together. */
export function mendedWithOthers(issues: readonly FoundIssue[]): ReadonlySet<FoundIssue> {
  const known = new Set<string>();
  return new Set(
    issues.filter(({ suggestions: [suggestion] }) => {
      const edits = suggestion === undefined ? null : JSON.stringify(suggestion.edits);
      if (edits === null) return false;
      if (known.has(edits)) return true;
      known.add(edits);
      return false;
    }),
  );
}

/** A finding without a fix, or whose fix is shown with another one. */
export function plainComment({ rule_id: rule, message, location }: FoundIssue): ReviewComment {
  const { path, start, end } = location;
  // A range that ends before the first character of a line does not touch that line.
  const line = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const body = `**${rule}**: ${message}`;
  return {
    path,
    side: 'RIGHT',
    line,
    ...(line > start.line && { start_line: start.line, start_side: 'RIGHT' as const }),
    body,
  };
}

function comment(
  path: string,
  { first, last, added }: ChangedLines,
  lines: readonly string[],
  about: string,
): ReviewComment {
  const text = last < first ? [...added, lines[first - 1] ?? ''] : added;
  const end = Math.max(first, last);
  const longest = Math.max(2, ...text.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  const body = `${about}\n\n${fence}suggestion\n${text.map((line) => `${line.replace(/\r$/, '')}\n`).join('')}${fence}`;
  return {
    path,
    side: 'RIGHT',
    line: end,
    ...(end > first && { start_line: first, start_side: 'RIGHT' as const }),
    body,
  };
}
