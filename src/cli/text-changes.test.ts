import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../contract/index.ts';
import type { FoundIssue } from './analysis-run.ts';
import { reviewComments } from './review-comments.ts';
import { changedText, changesOf, together, unifiedDiff } from './text-changes.ts';

const CODE = 'import a\n\n\ndef f(x):\n    return a.b(x)\n';

const suggestion = (...edits: readonly (readonly [number, number, number, number, string])[]): Suggestion => ({
  id: '1',
  description: 'Do it well.',
  verified: true,
  source: 'rule',
  edits: edits.map(([line, column, endLine, endColumn, text]) => ({
    location: { path: 'f.py', start: { line, column }, end: { line: endLine, column: endColumn } },
    text,
  })),
});

const both = suggestion([1, 9, 1, 9, '\nimport c'], [5, 12, 5, 15, 'c.d']);

describe('suggestions on a text', () => {
  it('are applied by line and column', () => {
    const changes = together(changesOf(CODE, 'f.py', both) ?? []) ?? [];
    expect(changedText(CODE, changes)).toBe('import a\nimport c\n\n\ndef f(x):\n    return c.d(x)\n');
  });

  it('of another file, or beyond its end, are none', () => {
    expect(changesOf(CODE, 'g.py', both)).toBeNull();
    expect(changesOf(CODE, 'f.py', suggestion([9, 1, 9, 2, '']))).toBeNull();
  });

  it('do not fit together where they change the same text', () => {
    const changes = changesOf(CODE, 'f.py', suggestion([5, 5, 5, 15, ''], [5, 12, 5, 16, '']));
    expect(together(changes ?? [])).toBeNull();
  });

  it('are shown as a diff whose line numbers are right', () => {
    const long = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('');
    const changes =
      together(changesOf(long, 'f.py', suggestion([2, 1, 3, 1, ''], [20, 1, 20, 1, 'new\n'])) ?? []) ?? [];
    const diff = unifiedDiff('f.py', long, changes).split('\n');
    expect(diff.filter((line) => /^@@|^[-+](?![-+])/.test(line))).toEqual([
      '@@ -1,5 +1,4 @@',
      '-line 2',
      '@@ -17,6 +16,7 @@',
      '+new',
    ]);
    expect(changedText(long, changes)).toContain('line 19\nnew\nline 20\n');
  });

  it('are shown as a diff in which only what changes is taken out and put in', () => {
    const diff = unifiedDiff('f.py', CODE, together(changesOf(CODE, 'f.py', both) ?? []) ?? []);
    expect(diff.split('\n').slice(2)).toEqual([
      '@@ -1,4 +1,5 @@',
      ' import a',
      '+import c',
      ' ',
      ' ',
      ' def f(x):',
      '@@ -5,1 +6,1 @@',
      '-    return a.b(x)',
      '+    return c.d(x)',
      '',
    ]);
  });

  it('become one comment for each run of lines, the finding first', () => {
    const place = both.edits[1]?.location;
    const issue = { rule_id: 'r', message: 'm', location: place, suggestions: [both] } as unknown as FoundIssue;
    const comments = reviewComments(CODE, issue);
    expect(comments.map(({ line }) => line)).toEqual([5, 1]);
    expect(comments[0]?.body).toContain('```suggestion\n    return c.d(x)\n```');
    expect(comments[1]?.body).toContain('```suggestion\nimport a\nimport c\n```');
    expect(comments[0]?.body).toContain('2 parts, at lines 1, 5');
  });
});
