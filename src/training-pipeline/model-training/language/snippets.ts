// Pieces of files as people paste them: whole, their first lines, or a window from anywhere.
import type { Random } from './random.ts';

/** What the identifier looks at of a text, in characters; the detector samples longer ones down to this. */
export const LONGEST_SNIPPET = 12_000;

const WHOLE = 0.15;
const HEAD = 0.6;
/** What a whole file shows beyond this it has shown before, and costs the time of many short pieces. */
const LONGEST_WHOLE = 6_000;
const FEWEST_LINES = 2;
const MOST_LINES = 40;

export function snippetOf(text: string, random: Random): string {
  const kind = random.next();
  if (kind < WHOLE) return text.slice(0, LONGEST_WHOLE);
  // Shorter ones more often: they are the harder ones.
  const lines = FEWEST_LINES + Math.floor((MOST_LINES - FEWEST_LINES + 1) * random.next() ** 1.6);
  const start = kind < HEAD ? firstLine(text) : lineStart(text, random.below(text.length));
  const end = afterLines(text, start, lines);
  // A window of blank lines teaches nothing: then the head.
  return text.slice(start, end).trim() === ''
    ? text.slice(0, LONGEST_WHOLE)
    : text.slice(start, end).slice(0, LONGEST_WHOLE);
}

function firstLine(text: string): number {
  const start = text.search(/\S/);
  return start < 0 ? 0 : lineStart(text, start);
}

function lineStart(text: string, position: number): number {
  return position <= 0 ? 0 : text.lastIndexOf('\n', position - 1) + 1;
}

function afterLines(text: string, start: number, lines: number): number {
  let end = start;
  for (let line = 0; line < lines; line++) {
    const next = text.indexOf('\n', end);
    if (next < 0) return text.length;
    end = next + 1;
  }
  return end;
}
