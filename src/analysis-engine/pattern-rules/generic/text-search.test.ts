import { describe, expect, it } from 'vitest';
import { type Environment, lookup } from '../matching/environment.ts';
import { withoutComments } from './text-comments.ts';
import { DEFAULT_TEXT_OPTIONS, parseTextPattern, type TextOptions } from './text-pattern.ts';
import { searchText } from './text-search.ts';
import { TextUnits } from './text-units.ts';

function matches(text: string, pattern: string, options: Partial<TextOptions> = {}) {
  const all = { ...DEFAULT_TEXT_OPTIONS, ...options };
  const parsed = parseTextPattern(pattern, all);
  if (parsed === null) throw new Error('The pattern says nothing.');
  return searchText(parsed, new TextUnits(withoutComments(text, all.comments)), 0, { left: 1_000_000 });
}

const found = (text: string, pattern: string, options?: Partial<TextOptions>): string[] =>
  matches(text, pattern, options).map(({ start, end }) => text.slice(start, end));

const held = (text: string, pattern: string, name: string): (string | undefined)[] =>
  matches(text, pattern).map(
    ({ environment }: { environment: Environment | null }) => lookup(environment, name)?.value,
  );

const SERVER = `server {
  listen 80;
  location /a {
    alias /data/a;
  }
  root /srv;
}
`;

describe('words and signs', () => {
  it('match whole words, whatever white space is between them', () => {
    expect(found('ssl  on; ssl_on; ssl\n on', 'ssl on')).toEqual(['ssl  on', 'ssl\n on']);
  });

  it('bind words to metavariables, the same to the same', () => {
    expect(held('a = a; b = c', '$X = $X', 'X')).toEqual(['a']);
    expect(held('proxy_pass $scheme://host;', 'proxy_pass $$SCHEME://', 'SCHEME')).toEqual(['scheme']);
  });

  it('take the shortest of those that end together', () => {
    expect(found('a a b', 'a ... b')).toEqual(['a b']);
  });
});

describe('gaps', () => {
  it('end with the list that they begin in', () => {
    expect(found('f(a, b) c, g(b)', 'f(a ... b)')).toEqual(['f(a, b)']);
    expect(found(SERVER, 'listen ... alias')).toHaveLength(1);
    expect(found(SERVER, 'alias ... root')).toEqual([]);
  });

  it('reach ten lines, or as many as the rule says', () => {
    const far = `a\n${'x\n'.repeat(10)}b`;
    expect(found(far, 'a ... b')).toEqual([]);
    expect(found(far, 'a ... ... b')).toEqual([far]);
    expect(found(far, 'a ... b', { span: 11 })).toEqual([far]);
  });

  it('hold what they pass over when they have a name', () => {
    expect(held(SERVER, 'location $...WHERE {', '...WHERE')).toEqual([' /a']);
  });

  it('take all of the list at the end, and at the start', () => {
    expect(found('a\n  b\n  c\nd', 'b ...')).toEqual(['b\n  c']);
    expect(found('x y\nz', '... z')).toEqual(['x y\nz']);
  });
});

describe('blocks', () => {
  it('of a pattern are those of the text, to their end', () => {
    expect(found(SERVER, 'location $X {\n  alias ...\n}')).toEqual([]);
    expect(found(SERVER, 'location /$X {\n  alias ...\n}')).toEqual(['location /a {\n    alias /data/a;\n  }']);
    expect(found(SERVER, 'server {\n  listen 80;\n}')).toEqual([]);
    expect(found(SERVER, 'server {\n  ...\n  root ...\n}')).toEqual([SERVER.trimEnd()]);
  });

  it('of which anything may be said need not be blocks', () => {
    expect(found('cors { a b }', 'cors {\n  ...\n}')).toEqual(['cors { a b }']);
  });
});

describe('comments', () => {
  it('are white space where the rule says so', () => {
    expect(found('a # x\nb', 'a b')).toEqual([]);
    expect(found('a # x\nb', 'a b', { comments: 'shell' })).toHaveLength(1);
    expect(found('a /* x\n */ // y\nb', 'a b', { comments: 'cpp' })).toHaveLength(1);
  });
});

describe('work', () => {
  /** Steps that a search takes. */
  function stepsOf(text: string, pattern: string): number {
    const parsed = parseTextPattern(pattern, DEFAULT_TEXT_OPTIONS);
    const budget = { left: 100_000_000 };
    if (parsed !== null) searchText(parsed, new TextUnits(text), 0, budget);
    return 100_000_000 - budget.left;
  }

  it('grows with the text, not with the ways to match it', () => {
    const pattern = 'a ... a ... a ... a ... a ... a ... b';
    const [once, twice] = [50, 100].map((lines) => stepsOf('a a a a a a a a\n'.repeat(lines), pattern));
    expect(twice).toBeLessThan(once * 2.5);
  });

  it('ends where the steps do', () => {
    const budget = { left: 10_000 };
    const pattern = parseTextPattern('$A ... $B ... $C ... $D ... $A $B $C $D x', DEFAULT_TEXT_OPTIONS);
    const text = 'a b c d e f g h i j k\n'.repeat(100);
    if (pattern !== null) expect(searchText(pattern, new TextUnits(text), 0, budget)).toEqual([]);
    expect(budget.left).toBeLessThan(0);
  });
});
