import { describe, expect, it } from 'vitest';
import { type FieldMapping, mapFields, mapPointer } from './field-mapping.ts';

const FIELDS: readonly FieldMapping[] = [
  { older: '/source', newer: '/code' },
  { older: '/file', newer: '/context/path' },
  { older: '/strict', newer: null, default: false },
  { older: null, newer: '/context/store', default: 'none' },
  { older: '/problems/*/line', newer: '/issues/*/location/start/line' },
  { older: '/problems/*/level', newer: '/issues/*/severity', values: { error: 'high', warning: 'medium' } },
  { older: '/left', newer: '/right' },
  { older: '/right', newer: '/left' },
];

const mapped = (document: unknown, direction: 'to-newer' | 'to-older') => {
  const copy = structuredClone(document);
  mapFields(copy, FIELDS, direction);
  return copy;
};

describe('mapFields', () => {
  it('moves, drops, adds and renames on the way to the newer form', () => {
    expect(mapped({ source: 'x', file: 'a.py', strict: true, left: 1, right: 2, other: 3 }, 'to-newer')).toEqual({
      code: 'x',
      context: { path: 'a.py', store: 'none' },
      left: 2,
      right: 1,
      other: 3,
    });
    expect(mapped({ context: { store: 'full' } }, 'to-newer')).toEqual({ context: { store: 'full' } });
  });

  it('and back', () => {
    expect(mapped({ code: 'x', context: { path: 'a.py', store: 'full' } }, 'to-older')).toEqual({
      source: 'x',
      file: 'a.py',
      strict: false,
      context: {},
    });
  });

  it('moves fields of every element of a list', () => {
    const lists: readonly FieldMapping[] = [
      { older: '/issues/*/line', newer: '/issues/*/location/start/line' },
      { older: '/issues/*/level', newer: '/issues/*/severity', values: { error: 'high' } },
      { older: null, newer: '/issues/*/location' },
    ];
    const document = {
      issues: [{ location: { start: { line: 1, column: 2 } }, severity: 'high' }, { severity: 'low' }, 'not one'],
    };
    mapFields(document, lists, 'to-older');
    expect(document).toEqual({ issues: [{ line: 1, level: 'error' }, { level: 'low' }, 'not one'] });
  });

  it.each([null, 'text', 5, [], [1], { file: 1, context: 'not an object' }, { context: null, file: 'x' }])(
    'lets %j be refused by the schema',
    (document) => expect(() => mapped(document, 'to-newer')).not.toThrow(),
  );
});

describe('mapPointer', () => {
  it.each([
    ['/code', '/source'],
    ['/context/path', '/file'],
    ['/context/path/deeper', '/file/deeper'],
    ['/context', '/context'],
    ['/issues/3/location/start/line', '/problems/3/line'],
    ['/codes', '/codes'],
    ['', ''],
  ])('%j is %j', (newer, older) => {
    expect(mapPointer(newer, FIELDS, 'to-older')).toBe(older);
  });
});
