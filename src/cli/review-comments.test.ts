import { expect, it } from 'vitest';
import type { FoundIssue } from './analysis-run.ts';
import { mendedWithOthers, plainComment, reviewComments } from './review-comments.ts';

const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  path: 'a.py',
  start: { line, column },
  end: { line: endLine, column: endColumn },
});
const issue = (location: FoundIssue['location'], suggestions: FoundIssue['suggestions'] = []) =>
  ({ rule_id: 'weak-hash', message: 'Weak.', location, suggestions }) as unknown as FoundIssue;

it('comments on a finding without a fix at its last line, and on no line that it does not touch', () => {
  expect(plainComment(issue(at(2, 1, 2, 4)))).toEqual({
    path: 'a.py',
    side: 'RIGHT',
    line: 2,
    body: '**weak-hash**: Weak.',
  });
  expect(plainComment(issue(at(2, 1, 5, 1)))).toMatchObject({ start_line: 2, line: 4 });
});

it('has a suggestion block of the whole lines that a fix changes', () => {
  const edits = [{ location: at(1, 5, 1, 8), text: 'sha256' }];
  const suggestion = { id: 's', description: 'Better.', edits, verified: true, source: 'rule' as const };
  const [comment] = reviewComments('x = md5(1)\ny = 2\n', issue(at(1, 5, 1, 11), [suggestion]));
  expect(comment?.body).toContain('```suggestion\nx = sha256(1)\n```');
});

it('shows a fix of several findings once', () => {
  const fix = (text: string) => ({
    id: 's',
    description: 'Better.',
    edits: [{ location: at(1, 5, 1, 8), text }],
    verified: true,
    source: 'rule' as const,
  });
  const [first, other, same, without] = [
    issue(at(1, 1, 1, 4), [fix('sha256')]),
    issue(at(2, 1, 2, 4), [fix('sha512')]),
    issue(at(3, 1, 3, 4), [fix('sha256')]),
    issue(at(4, 1, 4, 4)),
  ] as const;
  expect([...mendedWithOthers([first, other, same, without])]).toEqual([same]);
});
