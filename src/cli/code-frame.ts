// Shows a place in the code: a few numbered lines with carets under the range.
import type { Location } from '../contract/index.ts';
import { printable } from './terminal-text.ts';

export interface FrameStyle {
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

const AROUND = 1;
const LONGEST_RANGE = 6;
/** characters of a line that are shown; of a longer one, the part around the range */
const LINE_CHARACTERS = 160;
const BEFORE_RANGE = 60;

/** The lines of a frame, without indentation; none when the location is not in the code. */
export function codeFrame(lines: readonly string[], { start, end }: Location, style: FrameStyle): string[] {
  if (start.line > lines.length) return [];
  const first = Math.max(1, start.line - AROUND);
  const lastMarked = Math.min(end.line, start.line + LONGEST_RANGE - 1, lines.length);
  const last = Math.min(lines.length, lastMarked + AROUND);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const line = lines[number - 1] ?? '';
    const marked = number >= start.line && number <= lastMarked;
    const from = number === start.line ? start.column - 1 : firstVisible(line);
    const to = number === end.line ? end.column - 1 : line.length;
    const offset = line.length > LINE_CHARACTERS ? Math.max(0, (marked ? from : 0) - BEFORE_RANGE) : 0;
    const shown = line.slice(offset, offset + LINE_CHARACTERS);
    const ellipsis = offset > 0 ? '…' : '';
    const rest = offset + LINE_CHARACTERS < line.length ? '…' : '';
    const text = `${ellipsis}${printable(shown).text}${rest}`.trimEnd();
    const gutter = `${String(number).padStart(width)} │`;
    frame.push(`${marked ? style.mark('>') : ' '} ${style.dim(gutter)} ${text}`.trimEnd());
    if (!marked) continue;
    const before = printable(line.slice(offset, from)).width + ellipsis.length;
    const range = line.slice(from, Math.min(Math.max(to, from + 1), offset + LINE_CHARACTERS));
    const carets = '^'.repeat(Math.max(1, printable(range, before - ellipsis.length).width));
    frame.push(`  ${style.dim(`${' '.repeat(width)} │`)} ${' '.repeat(before)}${style.mark(carets)}`);
  }
  if (end.line > lastMarked)
    frame.push(`  ${style.dim(`${' '.repeat(width)} │`)} … ${end.line - lastMarked} more lines`);
  return frame;
}

function firstVisible(line: string): number {
  return Math.max(line.search(/\S/), 0);
}
