// What a judge sees of a file: the code around a finding, and the lines elsewhere that its message or its trace names.

const LINES_AROUND = 14;
/** A declaration or an earlier use is told by a few lines. */
const LINES_NAMED = 4;
const LONGEST_LINE = 220;

/** A finding's place, and what it says of others. */
export interface Shown {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** lines of the same file that the trace goes through */
  readonly traced: readonly number[];
}

/** Lines of the same file that the message names: `in line 12`, `lines 3 and 4`. */
export function namedLines(message: string): number[] {
  return [...message.matchAll(/\blines? (\d+)(?:(?:,| and| to) (\d+))?/g)]
    .flatMap(([, first, second]) => [first, second])
    .filter((each) => each !== undefined)
    .map(Number);
}

/** Numbered code around the finding, its own lines marked, and behind it what stands elsewhere. */
export function excerptOf(text: readonly string[], { start, end, message, traced }: Shown): string {
  const last = Math.min(end, start + LINES_AROUND);
  const near = range(text, start - LINES_AROUND, last + LINES_AROUND);
  const seen = new Set(near);
  const elsewhere = [...namedLines(message), ...traced]
    .filter((line) => line >= 1 && line <= text.length && !seen.has(line))
    .flatMap((line) => range(text, line - LINES_NAMED, line + LINES_NAMED))
    .filter((line) => !seen.has(line));
  const row = (line: number): string =>
    `${line >= start && line <= end ? '>' : ' '}${String(line).padStart(5)} ${(text[line - 1] ?? '').slice(0, LONGEST_LINE)}`;
  const rows = near.map(row);
  let previous = 0;
  for (const line of [...new Set(elsewhere)].sort((a, b) => a - b)) {
    if (line !== previous + 1 || previous === 0) rows.push('  ... elsewhere in the file');
    rows.push(row(line));
    previous = line;
  }
  return rows.join('\n');
}

function range(text: readonly string[], from: number, to: number): number[] {
  const first = Math.max(1, from);
  return Array.from({ length: Math.max(0, Math.min(text.length, to) - first + 1) }, (_, index) => first + index);
}
