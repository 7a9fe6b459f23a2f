import { describe, expect, it } from 'vitest';
import { findJsonFault } from './json-error.ts';

describe('findJsonFault', () => {
  it.each(['{}', '[]', '"a\\u00e9"', ' [1, -2.5e3, true, null, {"a": []}] ', '0', '{"a":{"b":[{}]}}'])(
    'finds nothing in %s',
    (text) => {
      expect(findJsonFault(text)).toBeNull();
      expect(() => JSON.parse(text)).not.toThrow();
    },
  );

  it.each([
    ['', 1, 1],
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ['{\n  "code": "x"\n  "language": "y"\n}', 3, 3],
    ['[1, 2', 1, 6],
    ['[1] x', 1, 5],
    ['{a:1}', 1, 2],
    ['"a\nb"', 1, 1],
    ['[01]', 1, 3],
    ['[1}', 1, 3],
    ['nope', 1, 1],
    [`{"a":'b'}`, 1, 6],
  ])('finds the place in %j', (text, line, column) => {
    expect(findJsonFault(text)).toEqual({ line, column });
    expect(() => JSON.parse(text)).toThrow();
  });

  it('survives strings of any length', () => {
    const code = 'x\\n\\"'.repeat(3_000_000);
    expect(findJsonFault(`{"code":"${code}",}`)).toEqual({ line: 1, column: code.length + 12 });
  });

  it('survives any depth of nesting', () => {
    const depth = 200_000;
    expect(findJsonFault('['.repeat(depth) + ']'.repeat(depth))).toBeNull();
    expect(findJsonFault('['.repeat(depth))).toEqual({ line: 1, column: depth + 1 });
  });
});
