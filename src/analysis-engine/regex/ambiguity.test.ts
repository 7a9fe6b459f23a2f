// Patterns that backtracking engines are known to hang on, and such as only look like it.
import { describe, expect, it } from 'vitest';
import { ambiguityOf } from './ambiguity.ts';

describe('ambiguityOf', () => {
  it.each([
    '(a+)+$',
    '(a*)*b',
    '^(\\w+\\s?)*$',
    '(a|aa)+$',
    '(x|[a-z])*y',
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@)$',
    '(\\d+|\\w)*;',
    '^(?:[^;]+;?)*$',
  ])('%s is exponential', (pattern) => {
    expect(ambiguityOf(pattern, false)).toBe('exponential');
  });

  it.each(['\\s*\\s*$', '^.*[a-z]*;', '\\d+\\d+x'])('%s is polynomial', (pattern) => {
    expect(ambiguityOf(pattern, false)).toBe('polynomial');
  });

  it.each([
    '(a+)+',
    '^[a-z]+$',
    '^(\\w+\\s)*$',
    '(a|b)*c',
    '^(?:\\d{3}-)+\\d+$',
    '"(?:[^"\\\\]|\\\\.)*"',
    '^\\d+(?:\\.\\d+)*$',
    '^(?:[a-z]+,)*[a-z]+$',
    '(?>a+)+$',
  ])('%s is neither', (pattern) => {
    expect(ambiguityOf(pattern, false)).toBeNull();
  });

  it('counts the end of the text where the whole must match', () => {
    expect(ambiguityOf('(a+)+', true)).toBe('exponential');
  });
});
