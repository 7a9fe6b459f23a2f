import { describe, expect, it } from 'vitest';
import type { DataMode, PreferenceName, PreferenceScope, PreferenceValues } from '../../contract/index.ts';
import { preferencesOfRequest } from '../analyze/request-preferences.ts';
import { combinePreferences } from './effective-preferences.ts';
import { checkPreferences } from './preference-check.ts';

const document = (scope: PreferenceScope, values: PreferenceValues, locked: PreferenceName[] = []) => ({
  scope,
  values,
  locked,
});

describe('combinePreferences', () => {
  it('takes each value from the nearest scope that has one, and says from which', () => {
    const { values, sources } = combinePreferences([
      document('user', { minimum_severity: 'low' }),
      document('tenant', { minimum_severity: 'high', store: 'results', minimum_confidence: 0.9 }),
      document('project', { minimum_confidence: 0.5 }),
    ]);
    expect(values).toMatchObject({ minimum_severity: 'low', minimum_confidence: 0.5, store: 'results' });
    expect(sources).toMatchObject({
      minimum_severity: 'user',
      minimum_confidence: 'project',
      store: 'tenant',
      languages: 'default',
    });
  });

  it('keeps a locked value, whichever scope locks it, and also a default that is locked', () => {
    const { values, sources } = combinePreferences([
      document('tenant', { minimum_severity: 'high' }, ['minimum_severity', 'store']),
      document('project', { minimum_severity: 'low', minimum_confidence: 0.5 }, ['minimum_confidence']),
      document('user', { minimum_severity: 'info', minimum_confidence: 0, store: 'none' }, ['languages']),
    ]);
    expect(values).toMatchObject({ minimum_severity: 'high', minimum_confidence: 0.5, store: 'full' });
    expect(sources).toMatchObject({ minimum_severity: 'tenant', minimum_confidence: 'project', store: 'default' });
  });

  it('leaves a user’s own severities out of those that decide who may dismiss', () => {
    const combined = combinePreferences([
      document('tenant', { severity_overrides: { 'weak-hash': 'high' } }),
      document('user', { severity_overrides: { 'weak-hash': 'info' } }),
    ]);
    expect(combined.values.severity_overrides).toEqual({ 'weak-hash': 'info' });
    expect(combined.governedSeverities).toEqual({ 'weak-hash': 'high' });
  });
});

describe('the data mode', () => {
  const modes = (tenant: DataMode | undefined, user: DataMode | undefined, wish?: 'standard' | 'zero-retention') => {
    const effective = combinePreferences([
      document('tenant', tenant === undefined ? {} : { data_mode: tenant }),
      document('user', user === undefined ? {} : { data_mode: user }),
    ]);
    const { dataMode, store } = preferencesOfRequest(wish === undefined ? {} : { data_mode: wish }, effective);
    return [dataMode, store];
  };

  it('is the strictest of what anybody wants', () => {
    expect(modes(undefined, undefined)).toEqual(['standard', 'full']);
    expect(modes('zero-retention', undefined, 'standard')).toEqual(['zero-retention', 'none']);
    expect(modes('zero-retention', 'standard')).toEqual(['zero-retention', 'none']);
    expect(modes('standard', 'zero-retention')).toEqual(['zero-retention', 'none']);
    expect(modes(undefined, undefined, 'zero-retention')).toEqual(['zero-retention', 'none']);
  });

  it('keeps results without code where they are asked for', () => {
    const effective = combinePreferences([document('tenant', { data_mode: 'zero-retention' })]);
    expect(preferencesOfRequest({ store: 'results' }, effective).store).toBe('results');
    expect(preferencesOfRequest({ store: 'full' }, effective).store).toBe('none');
  });

  it('takes no code where it is sealed', () => {
    expect(() => modes('sealed', 'standard')).toThrow(expect.objectContaining({ code: 'sealed_only' }));
    expect(() => modes('standard', 'sealed', 'standard')).toThrow(expect.objectContaining({ code: 'sealed_only' }));
  });
});

describe('preferencesOfRequest', () => {
  it('lets a request ask for something else, unless it is locked', () => {
    const effective = combinePreferences([
      document('tenant', { minimum_severity: 'high', minimum_confidence: 0.6 }, ['minimum_confidence']),
    ]);
    const wish = { minimum_severity: 'low', minimum_confidence: 0.1 } as const;
    const { preferences, notices } = preferencesOfRequest(wish, effective);
    expect(preferences).toMatchObject({ minimumSeverity: 'low', minimumConfidence: 0.6 });
    expect(notices).toEqual([{ code: 'preference_locked', message: expect.stringContaining('minimum_confidence') }]);
    expect(preferencesOfRequest({ minimum_confidence: 0.6 }, effective).notices).toEqual([]);
  });

  it('tells webhooks of everything, or of what was chosen', () => {
    const told = (values: PreferenceValues) =>
      preferencesOfRequest({}, combinePreferences([document('project', values)])).notifications;
    expect(told({})).toEqual(['analysis.completed', 'issue.found']);
    expect(told({ notifications: ['issue.found'] })).toEqual(['issue.found']);
    expect(told({ notifications: [] })).toEqual([]);
  });

  it('puts rules together: those asked for by name are heard, those switched off add up', () => {
    const effective = combinePreferences([document('tenant', { disabled_rules: ['b', 'a'] })]);
    expect(preferencesOfRequest({}, effective)).toMatchObject({ enabledRules: null, disabledRules: ['a', 'b'] });
    expect(preferencesOfRequest({ rules: { enable: ['a'], disable: ['c'] } }, effective)).toMatchObject({
      enabledRules: ['a'],
      disabledRules: ['b', 'c'],
    });
    const locked = combinePreferences([document('tenant', { disabled_rules: ['a'] }, ['disabled_rules'])]);
    expect(preferencesOfRequest({ rules: { enable: ['a'], disable: ['c'] } }, locked)).toMatchObject({
      disabledRules: ['a'],
      notices: [{ code: 'preference_locked' }],
    });
  });

  it.each([
    ['results', 'none', 'none', 0],
    ['results', 'full', 'results', 1],
    ['none', 'full', 'none', 1],
    ['full', 'results', 'results', 0],
  ] as const)('with store locked to %s, a request for %s keeps %s', (store, wish, kept, notices) => {
    const effective = combinePreferences([document('tenant', { store }, ['store'])]);
    const chosen = preferencesOfRequest({ store: wish }, effective);
    expect([chosen.store, chosen.notices.length]).toEqual([kept, notices]);
  });
});

describe('checkPreferences', () => {
  const isRule = (id: string) => id === 'weak-hash';
  const wider = combinePreferences([document('tenant', { store: 'none' }, ['store'])]);

  it('names every wrong place', () => {
    const values: PreferenceValues = {
      enabled_rules: ['weak-hash', 'nope'],
      severity_overrides: { 'a/b': 'low' },
      languages: ['py', 'klingon'],
      store: 'full',
      code_retention_days: 3,
    };
    const check = () => checkPreferences({ scope: 'user', values, locked: ['store'], wider }, isRule);
    expect(check).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        errors: [
          { path: '/values/enabled_rules/1', message: 'is not the id of a rule' },
          { path: '/values/severity_overrides/a~1b', message: 'is not the id of a rule' },
          { path: '/values/languages/1', message: expect.stringContaining('python') },
          { path: '/values/store', message: 'is locked by the tenant' },
          { path: '/values/code_retention_days', message: 'cannot be set for a user' },
          { path: '/locked', message: expect.stringContaining('must be empty') },
        ],
      }),
    );
  });

  it('writes languages and folders by their canonical names', () => {
    const mute = { rule_id: 'weak-hash', repository: null, folder: 'src/tests' };
    const values = { languages: ['TSX', 'py'], mutes: [{ ...mute, folder: './src\\tests/' }] };
    expect(checkPreferences({ scope: 'tenant', values, locked: [], wider: combinePreferences([]) }, isRule)).toEqual({
      languages: ['typescript', 'python'],
      mutes: [mute],
    });
  });
});
