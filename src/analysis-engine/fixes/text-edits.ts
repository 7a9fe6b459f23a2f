// Edits of a text: applied, merged, and what became of places under them.
import type { TextEdit } from './fix.ts';

/** In the order of the text; equal ones once. Insertions at one place keep their order. */
export function orderedEdits(edits: readonly TextEdit[]): TextEdit[] {
  const distinct = new Map(edits.map((edit) => [`${edit.start} ${edit.end} ${edit.text}`, edit]));
  return [...distinct.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether some of them change the same text; insertions beside each other do not. */
export function overlaps(edits: readonly TextEdit[]): boolean {
  const ordered = orderedEdits(edits);
  return ordered.some((edit, index) => index > 0 && edit.start < ordered[index - 1].end);
}

/** The text after the edits, which must not overlap. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  let text = '';
  let done = 0;
  for (const { start, end, text: inserted } of orderedEdits(edits)) {
    text += source.slice(done, start) + inserted;
    done = end;
  }
  return text + source.slice(done);
}

/** Ordered edits of which none touches another: whoever applies them need not know in which order. */
export function mergedEdits(edits: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const edit of orderedEdits(edits)) {
    const last = merged.at(-1);
    if (last !== undefined && edit.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), text: last.text + edit.text };
    } else merged.push(edit);
  }
  return merged;
}

/** Edits without the parts of their text that stay the same, none where nothing changes. */
export function minimalEdit(source: string, { start, end, text }: TextEdit): TextEdit | null {
  let from = start;
  let before = 0;
  while (from < end && before < text.length && source[from] === text[before]) {
    from++;
    before++;
  }
  let to = end;
  let after = text.length;
  while (to > from && after > before && source[to - 1] === text[after - 1]) {
    to--;
    after--;
  }
  return from === to && before === after ? null : { start: from, end: to, text: text.slice(before, after) };
}

/** Where a place of the old text is in the new one; what was replaced is where its replacement is. */
export interface Shift {
  readonly start: (offset: number) => number;
  readonly end: (offset: number) => number;
}

export function shiftOf(edits: readonly TextEdit[]): Shift {
  const ordered = orderedEdits(edits);
  const moved = (offset: number, isEnd: boolean): number => {
    let delta = 0;
    for (const { start, end, text } of ordered) {
      if (start > offset || (start === offset && !isEnd && end > start)) break;
      if (start === offset && isEnd && end > start) break;
      if (end <= offset) delta += text.length - (end - start);
      else return isEnd ? start + delta + text.length : start + delta;
    }
    return offset + delta;
  };
  return { start: (offset) => moved(offset, false), end: (offset) => moved(offset, true) };
}
