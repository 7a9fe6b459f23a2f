// What fixes have in common over findings and files, so that what became of one says something of the next. No name of the code
// is in it.

/** By the lines that a fix takes away and writes. */
export type FixSize = 'small' | 'medium' | 'large';

export interface FixKind {
  /** the sentence of the fix without the code that it names */
  readonly template: string;
  readonly size: FixSize;
}

/** How much a fix of this kind, at its place among those that are written for the finding, is wanted; of equals the first goes first. */
export type FixPreference = (ruleId: string, kind: FixKind, place: number) => number;

const SMALL_LINES = 2;
const MEDIUM_LINES = 8;

/** `linesOf`: the line breaks in what an edit replaces. */
export function fixKind<Edit extends { readonly text: string }>(
  description: string,
  edits: readonly Edit[],
  linesOf: (edit: Edit) => number,
): FixKind {
  let lines = 0;
  for (const edit of edits) lines += 1 + linesOf(edit) + edit.text.split('\n').length - 1;
  return { template: description.replaceAll(/`[^`]*`/g, '`…`'), size: sizeOf(lines) };
}

function sizeOf(lines: number): FixSize {
  if (lines <= SMALL_LINES) return 'small';
  return lines <= MEDIUM_LINES ? 'medium' : 'large';
}
