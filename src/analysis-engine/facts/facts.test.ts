import { describe, expect, it } from 'vitest';
import { libraryFacts } from '../library-facts/index.ts';
import { compileFacts } from './compile.ts';
import { validateLibraryFacts } from './fact-schema.ts';
import type { LibraryFacts } from './library-fact.ts';
import { parseSelector } from './selectors.ts';

const BASE: LibraryFacts = {
  library: 'test',
  language: 'java',
  aliases: { 'new.pkg': 'old.pkg' },
  types: { 'old.pkg.A': { extends: ['old.pkg.Base'] }, 'old.pkg.Base': {}, 'java.lang.Object': {} },
  calls: {
    'old.pkg.Base.go': { sinks: { sql: 0 } },
    'java.lang.Object.toString': { returns: { from: ['receiver'] } },
    open: { sinks: { path: 0 } },
  },
  methods: { query: { sinks: { sql: [0, 'text'] } } },
};

describe('compiled facts', () => {
  const index = compileFacts([BASE, { library: 'other', language: 'python', calls: { x: {} } }], 'java');

  it.each([
    ['a member of a base type', index.callOf('old.pkg.A', 'go')?.name, 'old.pkg.Base.go'],
    ['what every object has', index.callOf('some.Unknown', 'toString')?.name, 'java.lang.Object.toString'],
    ['a name under its alias', index.callNamed('new.pkg.Base.go')?.name, 'old.pkg.Base.go'],
    ['a bare name', index.callNamed('open')?.sinks[0]?.kind, 'path'],
    ['a method by bare name', index.method('query')?.byName, true],
    ['nothing of another language', index.callNamed('x'), undefined],
    ['types by simple name', index.withSimpleName('A'), ['old.pkg.A']],
    ['inheritance', index.inherits('old.pkg.A', 'old.pkg.Base'), true],
  ])('find %s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it('hold for TypeScript when they are written for JavaScript', () => {
    const facts: LibraryFacts = { library: 'js', language: 'javascript', calls: { go: {} } };
    expect(compileFacts([facts], 'typescript').callNamed('go')).toBeDefined();
  });
});

describe('selectors', () => {
  it.each([
    [0, { base: 'argument', position: 0, keyword: null, path: [] }],
    ['0|sql', { base: 'argument', position: 0, keyword: 'sql', path: [] }],
    ['shell', { base: 'argument', position: -1, keyword: 'shell', path: [] }],
    ['rest:2', { base: 'rest', position: 2, keyword: null, path: [] }],
    ['receiver.*', { base: 'receiver', position: -1, keyword: null, path: ['*'] }],
    ['1.secure', { base: 'argument', position: 1, keyword: null, path: ['secure'] }],
  ])('parse %s', (selector, expected) => {
    expect(parseSelector(selector)).toEqual(expected);
  });
});

describe('validation', () => {
  it.each([
    ['a selector that is none', { calls: { f: { sinks: { sql: '0 1' } } } }, '/calls/f/sinks/sql'],
    [
      'a computation that does not exist',
      { calls: { f: { returns: { compute: 'string.nothing' } } } },
      '/calls/f/returns/compute',
    ],
    ['a sink that does not exist', { calls: { f: { sinks: { sqk: 0 } } } }, '/calls/f/sinks'],
    ['a misspelt key', { cals: {} }, 'cals'],
  ])('names the place of %s', (_, facts, place) => {
    expect(() => validateLibraryFacts({ library: 'x', language: 'python', ...facts }, 'x.yaml')).toThrow(place);
  });

  it('accepts all built-in facts', () => {
    for (const { file, ...facts } of libraryFacts()) {
      expect(file).toMatch(/^library-facts\/\w+\/[\w-]+\.yaml$/);
      expect(() => validateLibraryFacts(facts, facts.library)).not.toThrow();
    }
  });
});
