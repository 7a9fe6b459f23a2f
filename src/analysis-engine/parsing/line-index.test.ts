import { expect, test } from 'vitest';
import { lineIndexOf, lineStarts, positionAt } from './line-index.ts';

test('lines end with LF, CR LF or CR', () => {
  expect([...lineStarts('a\nb\r\nc\rd\n\r\r\n')]).toEqual([0, 2, 5, 7, 9, 10, 12]);
  expect([...lineStarts('')]).toEqual([0]);
});

test('every offset agrees with counting from the start', () => {
  const source = 'one\r\n\ntwo 😀 three\rfour\n\r\nlast';
  const index = lineIndexOf(source);
  let line = 1;
  let column = 1;
  for (let offset = 0; offset <= source.length; offset++) {
    expect(index.positionAt(offset)).toEqual({ line, column });
    const ends = source[offset] === '\n' || (source[offset] === '\r' && source[offset + 1] !== '\n');
    line += ends ? 1 : 0;
    column = ends ? 1 : column + 1;
  }
});

test('columns count UTF-16 units', () => {
  expect(positionAt(lineStarts('😀x'), 2)).toEqual({ line: 1, column: 3 });
});
