import { expect, it } from 'vitest';
import { excerptOf, namedLines } from './excerpt.ts';

const text = Array.from({ length: 200 }, (_, index) => `code ${index + 1}`);

it('finds the lines that a message names', () => {
  expect(namedLines('It is defined in line 12 as `f(a)`; see lines 3 and 4, not 99.')).toEqual([12, 3, 4]);
  expect(namedLines('An outline 5 is none.')).toEqual([]);
});

it('marks the lines of the finding', () => {
  const rows = excerptOf(text, { start: 100, end: 101, message: '', traced: [] }).split('\n');
  expect(rows.filter((row) => row.startsWith('>'))).toEqual(['>  100 code 100', '>  101 code 101']);
  expect(rows[0]).toBe('    86 code 86');
  expect(rows.at(-1)).toBe('   115 code 115');
});

it('shows what the message and the trace name elsewhere, each line once', () => {
  const shown = excerptOf(text, { start: 100, end: 100, message: 'It is used in line 10.', traced: [12, 99, 500] });
  expect(shown.match(/code 10$/gm)).toHaveLength(1);
  expect(shown).toContain('  ... elsewhere in the file\n     6 code 6');
  expect(shown).toContain('    16 code 16');
  expect(shown.match(/elsewhere/g)).toHaveLength(1);
});
