import { describe, expect, it } from 'vitest';
import { applyEdits, minimalEdit, orderedEdits, overlaps, shiftOf } from './text-edits.ts';

const SOURCE = 'one two three';
const edit = (start: number, end: number, text: string) => ({ start, end, text });

describe('edits of a text', () => {
  it('are applied in the order of the text, equal ones once', () => {
    const edits = [edit(8, 13, '3'), edit(0, 3, '1'), edit(8, 13, '3'), edit(3, 3, '!')];
    expect(applyEdits(SOURCE, edits)).toBe('1! two 3');
    expect(orderedEdits(edits)).toHaveLength(3);
  });

  it('overlap where they change the same text, not where they insert beside each other', () => {
    expect(overlaps([edit(0, 5, ''), edit(4, 6, '')])).toBe(true);
    expect(overlaps([edit(0, 5, ''), edit(5, 6, '')])).toBe(false);
    expect(overlaps([edit(4, 4, 'a'), edit(4, 4, 'b')])).toBe(false);
  });

  it('are no larger than what they change', () => {
    expect(minimalEdit(SOURCE, edit(0, 13, 'one TWO three'))).toEqual(edit(4, 7, 'TWO'));
    expect(minimalEdit(SOURCE, edit(0, 3, 'one'))).toBeNull();
    expect(minimalEdit('aaa', edit(0, 3, 'aaaa'))).toEqual(edit(3, 3, 'a'));
  });

  it('move what comes after them', () => {
    const shift = shiftOf([edit(4, 7, 'TWICE'), edit(13, 13, '!')]);
    expect([shift.start(0), shift.start(4), shift.end(7), shift.start(8), shift.end(13)]).toEqual([0, 4, 9, 10, 16]);
  });
});
