// What a schema cannot say of preferences: whether rules and languages exist, what may be set where, and what is locked.
import { SUPPORTED_LANGUAGES } from '../../analysis-engine/index.ts';
import {
  type AllPreferences,
  canonicalLanguageId,
  type PreferenceName,
  type PreferenceScope,
  type PreferenceValues,
} from '../../contract/index.ts';
import { AssayError, type InputError } from '../../errors.ts';
import { normalMutes } from '../mutes/folders.ts';
import type { EffectivePreferences } from './effective-preferences.ts';

/** What is kept of a project concerns everyone who works on it, and the rest everyone, as whose verdicts count does. */
const FOR_TENANTS: readonly PreferenceName[] = [
  'metric_retention_days',
  'audit_retention_days',
  'learn_from_services',
  'llm_suggestions',
  'mutes',
  'learn_across_tenants',
];
const NOT_FOR_USERS: readonly PreferenceName[] = ['code_retention_days', 'result_retention_days', ...FOR_TENANTS];

export interface PreferenceChange {
  readonly scope: PreferenceScope;
  /** only what is to be set */
  readonly values: PreferenceValues;
  readonly locked: readonly PreferenceName[];
  /** what the wider scopes say */
  readonly wider: EffectivePreferences;
}

/** The values as they are to be stored. Throws AssayError `invalid_request` that names every wrong place. */
export function checkPreferences(
  { scope, values, locked, wider }: PreferenceChange,
  isRule: (ruleId: string) => boolean,
): PreferenceValues {
  const errors: InputError[] = [];
  const unknownRule = (path: string) => errors.push({ path, message: 'is not the id of a rule' });
  for (const name of ['enabled_rules', 'disabled_rules'] as const) {
    const rules = values[name] ?? [];
    if (rules === 'all') continue;
    for (const [index, id] of rules.entries()) if (!isRule(id)) unknownRule(`/values/${name}/${index}`);
  }
  for (const [index, mute] of (values.mutes ?? []).entries()) {
    if (!isRule(mute.rule_id)) unknownRule(`/values/mutes/${index}/rule_id`);
  }
  for (const id of Object.keys(values.severity_overrides ?? {})) {
    if (!isRule(id)) unknownRule(`/values/severity_overrides/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
  const languages = checkLanguages(values.languages, errors);
  for (const name of Object.keys(values) as PreferenceName[]) {
    const path = `/values/${name}`;
    if (wider.locked.has(name)) errors.push({ path, message: `is locked by the ${wider.sources[name]}` });
    if (scope === 'project' && FOR_TENANTS.includes(name)) {
      errors.push({ path, message: 'can be set for the tenant only' });
    }
    if (scope === 'user' && NOT_FOR_USERS.includes(name)) {
      errors.push({ path, message: 'cannot be set for a user' });
    }
  }
  if (scope === 'user' && locked.length > 0) {
    errors.push({ path: '/locked', message: 'must be empty: no scope is nearer than a user' });
  }
  if (errors.length > 0) throw new AssayError('invalid_request', { errors });
  return {
    ...values,
    ...(languages !== undefined && { languages }),
    ...(values.mutes !== undefined && { mutes: normalMutes(values.mutes) }),
  };
}

/** In canonical names. */
function checkLanguages(languages: PreferenceValues['languages'], errors: InputError[]): typeof languages {
  if (languages === undefined || languages === 'all') return languages;
  const canonical: AllPreferences['languages'] = languages.map(canonicalLanguageId);
  for (const [index, id] of canonical.entries()) {
    if (SUPPORTED_LANGUAGES.includes(id)) continue;
    const message = `is not a language that is analysed: ${[...SUPPORTED_LANGUAGES].sort().join(', ')}`;
    errors.push({ path: `/values/languages/${index}`, message });
  }
  return canonical;
}
