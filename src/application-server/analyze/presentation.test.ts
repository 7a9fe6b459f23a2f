import { describe, expect, it } from 'vitest';
import { combinePreferences } from '../preferences/effective-preferences.ts';
import type { RankedIssue } from '../ranking/ranked-issues.ts';
import { type PresentationContext, present } from './presentation.ts';
import { preferencesOfRequest } from './request-preferences.ts';

const location = { path: 'a.py', start: { line: 1, column: 1 }, end: { line: 1, column: 5 } };

function issue(fingerprint: string, changes: Partial<RankedIssue> = {}): RankedIssue {
  return {
    ruleId: 'sql-injection',
    message: 'A message.',
    severity: 'high',
    category: 'security',
    confidence: 0.9,
    cwe: ['CWE-89'],
    location,
    trace: [],
    fingerprint,
    within: '',
    suggestions: [],
    suppressedBy: null,
    helpUrl: '/rules/sql-injection',
    engine: { confidence: 0.9, severity: 'high' },
    ...changes,
  };
}

const DEFAULT_PREFERENCES = preferencesOfRequest({}, combinePreferences([])).preferences;
const nothing: PresentationContext = {
  preferences: DEFAULT_PREFERENCES,
  repository: 'shop',
  dismissed: new Map(),
  known: new Set(),
};

describe('present', () => {
  it('gives ids and a help address', () => {
    const { issues } = present([issue('a'), issue('b')], nothing);
    expect(issues[0]?.id).not.toBe(issues[1]?.id);
    expect(issues[0]).toMatchObject({ state: 'new', help_url: '/rules/sql-injection', rule_id: 'sql-injection' });
  });

  it('filters by confidence and severity', () => {
    const preferences = { ...DEFAULT_PREFERENCES, minimumSeverity: 'medium' as const };
    const found = [issue('a', { confidence: 0.29 }), issue('b', { severity: 'low' }), issue('c', { confidence: 0.3 })];
    expect(present(found, { ...nothing, preferences }).issues.map((one) => one.fingerprint)).toEqual(['c']);
  });

  it('does not hide what the engine calls critical, or the tenant, however low the verdicts on others rank it', () => {
    const low = { confidence: 0.1 };
    const governed = { ...DEFAULT_PREFERENCES, governedSeverities: { 'weak-hash': 'critical' as const } };
    const found = [
      issue('a', { ...low, severity: 'critical' }),
      issue('b', low),
      issue('c', { ...low, ruleId: 'weak-hash' }),
    ];
    const { issues } = present(found, { ...nothing, preferences: governed });
    expect(issues.map((one) => [one.fingerprint, one.confidence])).toEqual([
      ['a', 0.1],
      ['c', 0.1],
    ]);
  });

  it('overrides severities by what was written alone, whatever the id of the rule', () => {
    const preferences = { ...DEFAULT_PREFERENCES, severityOverrides: { toString: 'low' as const } };
    const found = [issue('a', { ruleId: 'constructor' }), issue('b', { ruleId: 'toString' })];
    const { issues, governedSeverities } = present(found, { ...nothing, preferences });
    expect(issues.map((one) => [one.severity, governedSeverities.get(one.id)])).toEqual([
      ['high', 'high'],
      ['low', 'high'],
    ]);
  });

  it('suppresses what a reviewer has muted in the folder, in that repository alone', () => {
    const mute = { rule_id: 'sql-injection', repository: 'shop', folder: './tests/' };
    const preferences = { ...DEFAULT_PREFERENCES, includeSuppressed: true, mutes: [mute] };
    const at = (path: string) => [issue(path, { location: { ...location, path } })];
    const reasons = (path: string, repository = 'shop') =>
      present(at(path), { ...nothing, preferences, repository }).issues.map((one) => one.suppression_reason);
    for (const path of ['tests/unit/a.py', './tests/a.py', '/tests/a.py', 'tests\\unit\\a.py']) {
      expect(reasons(path)).toEqual(['Muted: sql-injection below tests']);
    }
    expect([reasons('tests2/a.py'), reasons('tests/a.py', 'other'), reasons('a.py')]).toEqual([
      [undefined],
      [undefined],
      [undefined],
    ]);
  });

  it('counts what is dismissed or suppressed in the code, and shows it only when asked', () => {
    const found = [issue('a'), issue('b', { suppressedBy: 'checked by hand' }), issue('c')];
    const dismissed = new Map(found.slice(0, 1).map((one) => [one, 'test data']));
    const hidden = present(found, { ...nothing, dismissed });
    expect(hidden).toMatchObject({ suppressedCount: 2, issues: [{ fingerprint: 'c' }] });
    const preferences = { ...DEFAULT_PREFERENCES, includeSuppressed: true };
    const shown = present(found, { ...nothing, dismissed, preferences });
    expect(shown.suppressedCount).toBe(2);
    expect(shown.issues.map((one) => [one.state, one.suppression_reason])).toEqual([
      ['suppressed', 'Dismissed: test data'],
      ['suppressed', 'Suppressed in the code: checked by hand'],
      ['new', undefined],
    ]);
  });

  it('calls known what the baseline had', () => {
    const old = issue('b');
    const { issues } = present([issue('a'), old], { ...nothing, known: new Set([old]) });
    expect(issues.map((one) => one.state)).toEqual(['new', 'known']);
  });
});
