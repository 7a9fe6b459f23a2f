// The edits of suggestions on the text of a file: chosen so that they fit together, applied, shown as a diff.
import type { Suggestion } from '../contract/index.ts';

/** A replacement by offsets. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits of a suggestion that belong to the file, by offset; null when they are of other text. */
export function changesOf(code: string, path: string, { edits }: Suggestion): TextChange[] | null {
  const starts = lineStarts(code);
  const offset = ({ line, column }: { readonly line: number; readonly column: number }): number =>
    (starts[line - 1] ?? Number.NaN) + column - 1;
  const changes = edits.map(({ location, text }) => ({
    start: offset(location.start),
    end: offset(location.end),
    text,
  }));
  const isWhole = edits.every(({ location }) => location.path === path);
  return isWhole && changes.every(({ start, end }) => start <= end && end <= code.length) ? changes : null;
}

function lineStarts(code: string): number[] {
  const starts = [0];
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** In the order of the text, equal ones once; null where two change the same text. */
export function together(changes: readonly TextChange[]): TextChange[] | null {
  const distinct = new Map(changes.map((change) => [`${change.start} ${change.end} ${change.text}`, change]));
  const ordered = [...distinct.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  const collide = ordered.some(({ start }, index) => index > 0 && start < ordered[index - 1].end);
  return collide ? null : ordered;
}

/** The text with ordered changes made. */
export function changedText(code: string, changes: readonly TextChange[]): string {
  let text = '';
  let done = 0;
  for (const { start, end, text: inserted } of changes) {
    text += code.slice(done, start) + inserted;
    done = end;
  }
  return text + code.slice(done);
}

/** Lines of the old text that are replaced by lines of the new one; numbers from 1, `last` below `first` for an insertion. */
export interface ChangedLines {
  readonly first: number;
  readonly last: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Ordered changes as whole lines; changes that touch the same or neighbouring lines are one. */
export function changedLines(code: string, changes: readonly TextChange[]): ChangedLines[] {
  const groups: TextChange[][] = [];
  const lineStart = (at: number): number => code.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = (at: number): number => {
    const end = code.indexOf('\n', at);
    return end < 0 ? code.length : end;
  };
  for (const change of changes) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    if (group !== undefined && previous !== undefined && lineStart(change.start) <= lineEnd(previous.end) + 1)
      group.push(change);
    else groups.push([change]);
  }
  return groups.map((group) => {
    const from = lineStart(group[0].start);
    const to = Math.max(...group.map(({ end }) => lineEnd(end > from && code[end - 1] === '\n' ? end - 1 : end)));
    const before = code.slice(from, to);
    const after = changedText(
      before,
      group.map((each) => ({ ...each, start: each.start - from, end: Math.min(each.end, to) - from })),
    );
    const first = code.slice(0, from).split('\n').length;
    const removed = before.split('\n');
    // A line that goes whole leaves no empty one.
    const isGone = after === '' && group.some(({ end }) => end > to);
    return { first, last: first + removed.length - 1, removed, added: isGone ? [] : after.split('\n') };
  });
}

const CONTEXT = 3;

/** What begins and ends alike on both sides has not changed: a line put below another one leaves that one as it is. */
function withoutEqualLines({ first, last, removed, added }: ChangedLines): ChangedLines {
  const most = Math.min(removed.length, added.length);
  let before = 0;
  while (before < most && removed[before] === added[before]) before++;
  let after = 0;
  while (after < most - before && removed.at(-1 - after) === added.at(-1 - after)) after++;
  return {
    first: first + before,
    last: last - after,
    removed: removed.slice(before, removed.length - after),
    added: added.slice(before, added.length - after),
  };
}

/** A unified diff of one file. */
export function unifiedDiff(path: string, code: string, changes: readonly TextChange[]): string {
  const lines = code.split('\n');
  const hunks = changedLines(code, changes).map(withoutEqualLines);
  const out = [`--- a/${path}`, `+++ b/${path}`];
  let shift = 0;
  let told = 0;
  for (const [index, { first, last, removed, added }] of hunks.entries()) {
    // No line is told twice.
    const from = Math.max(1, first - CONTEXT, told + 1);
    const to = Math.min(
      lines.length - (lines.at(-1) === '' ? 1 : 0),
      last + CONTEXT,
      (hunks[index + 1]?.first ?? Infinity) - 1,
    );
    const before = lines.slice(from - 1, first - 1);
    const after = lines.slice(last, to);
    const [olds, news] = [before.length + removed.length + after.length, before.length + added.length + after.length];
    out.push(`@@ -${from},${olds} +${from + shift},${news} @@`);
    out.push(...before.map((line) => ` ${line}`), ...removed.map((line) => `-${line}`));
    out.push(...added.map((line) => `+${line}`), ...after.map((line) => ` ${line}`));
    shift += added.length - removed.length;
    told = Math.max(last, to);
  }
  return `${out.join('\n')}\n`;
}
