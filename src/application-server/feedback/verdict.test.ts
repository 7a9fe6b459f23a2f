import { describe, expect, it } from 'vitest';
import type { Feedback, JudgingFeedback } from '../../contract/index.ts';
import type { IssueRecord } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import type { Role } from '../../security/index.ts';
import { checkFeedback, describeEffects, dismissalChange } from './verdict.ts';

const issue: IssueRecord = {
  id: 'i',
  defectId: null,
  analysisId: 'a',
  fingerprint: 'f',
  ruleId: 'sql-injection',
  severity: 'critical',
  governedSeverity: 'critical',
  category: 'security',
  confidence: 0.9,
  cwe: ['CWE-89'],
  path: 'a.py',
  within: 'view',
  startLine: 1,
  endLine: 1,
  repository: 'shop',
  project: null,
};
const as = (role: Role) => ({ role, scopes: [], isBootstrap: false });
const location = { path: 'a.py', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

function paths(feedback: Feedback): string[] {
  try {
    checkFeedback(feedback);
    return [];
  } catch (error) {
    return error instanceof AssayError ? (error.errors ?? []).map(({ path }) => path) : ['?'];
  }
}

describe('checkFeedback', () => {
  it('accepts what is complete', () => {
    expect(paths({ verdict: 'false_positive', issue_id: 'i' })).toEqual([]);
    expect(paths({ verdict: 'missed', location, cwe: 'CWE-89' })).toEqual([]);
    expect(paths({ issue_id: 'i', suggestion_id: 's', suggestion_outcome: 'rejected' })).toEqual([]);
  });

  it('names what is missing or too much', () => {
    expect(paths({ verdict: 'fixed' })).toEqual(['/feedback/issue_id']);
    expect(paths({})).toEqual(['/feedback/suggestion_outcome', '/feedback/issue_id']);
    expect(paths({ suggestion_outcome: 'applied' })).toEqual(['/feedback/issue_id', '/feedback/suggestion_id']);
    expect(paths({ verdict: 'missed', issue_id: 'i' })).toEqual([
      '/feedback/location',
      '/feedback/cwe',
      '/feedback/issue_id',
    ]);
    expect(paths({ verdict: 'fixed', issue_id: 'i', suggestion_id: 's' })).toEqual(['/feedback/suggestion_outcome']);
  });
});

describe('dismissalChange', () => {
  it.each([
    ['false_positive', 'critical', 'developer', 'propose'],
    ['wont_fix', 'high', 'developer', 'propose'],
    ['false_positive', 'critical', 'reviewer', 'activate'],
    ['false_positive', 'medium', 'developer', 'activate'],
    ['true_positive', 'critical', 'developer', 'lift'],
    ['fixed', 'low', 'developer', 'lift'],
  ] as const)('%s on a %s issue by a %s: %s', (verdict, severity, role, kind) => {
    const change = dismissalChange(verdict, { ...issue, severity: 'info', governedSeverity: severity }, as(role));
    expect(change).toEqual({ kind, scope: 'repository:shop', fingerprint: 'f', within: 'view', path: 'a.py' });
  });

  it('does nothing for what was missed', () => {
    expect(dismissalChange('missed', null, as('owner'))).toEqual({ kind: 'none' });
  });
});

describe('describeEffects', () => {
  const saved = { id: 'x', replaced: false, dismissal: null, knowledgeVersion: 1 };

  it('says what a proposal means', () => {
    const feedback: JudgingFeedback = { verdict: 'false_positive', issue_id: 'i' };
    const [effect] = describeEffects(feedback, issue, { ...saved, dismissal: 'proposed' });
    expect(effect).toMatch(/^Proposed: .*critical .*reviewer.*“shop”/);
  });

  it('says where a dismissal holds, what was replaced and how the suggestion fared', () => {
    const feedback: JudgingFeedback = {
      verdict: 'wont_fix',
      issue_id: 'i',
      suggestion_id: 's',
      suggestion_outcome: 'edited',
    };
    const elsewhere = { ...issue, repository: null, project: 'till' };
    const effects = describeEffects(feedback, elsewhere, { ...saved, replaced: true, dismissal: 'active' });
    expect(effects).toEqual([
      expect.stringMatching(/^Dismissed: .*“till”/),
      expect.stringContaining('replaced'),
      expect.stringContaining('edited'),
    ]);
  });
});
