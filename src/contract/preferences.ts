// /api/v1/preferences: what a tenant, a project and a user have chosen, and what comes of it.
import { type Static, Type } from 'typebox';
import { Severity } from './finding.ts';
import { Mute } from './mutes.ts';

/** From the widest to the nearest; a nearer one overrides. */
export const PREFERENCE_SCOPES = ['tenant', 'project', 'user'] as const;
export type PreferenceScope = (typeof PREFERENCE_SCOPES)[number];

export const STORE_MODES = ['full', 'results', 'none'] as const;
export type StoreMode = (typeof STORE_MODES)[number];

/** From the freest to the strictest: a nearer scope and a request may always be stricter than a wider one. */
export const DATA_MODES = ['standard', 'zero-retention', 'sealed'] as const;
export type DataMode = (typeof DATA_MODES)[number];

/** Events of an analysis that webhooks can be told of. */
export const NOTIFICATIONS = ['analysis.completed', 'issue.found'] as const;
export type Notification = (typeof NOTIFICATIONS)[number];

const ruleIds = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 1000 });
const days = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0, maximum: 36_500 }), Type.Literal('forever')], { description });

const settings = {
  minimum_severity: Severity,
  minimum_confidence: Type.Number({ minimum: 0, maximum: 1 }),
  enabled_rules: Type.Union([ruleIds, Type.Literal('all')], { description: 'Only these rules are asked.' }),
  disabled_rules: ruleIds,
  languages: Type.Union(
    [Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 100 }), Type.Literal('all')],
    { description: 'Code in another language is answered with a notice.' },
  ),
  severity_overrides: Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Severity, {
    description: 'By rule id. Who may dismiss a finding depends on what tenant and project say, never on a user’s own.',
  }),
  mutes: Type.Array(Mute, {
    maxItems: 1000,
    description: 'Rules that are not reported below a folder; reviewers change them at `/api/v1/mutes`.',
  }),
  store: Type.Enum(STORE_MODES, { description: 'What is kept of an analysis; a request may always ask for less.' }),
  data_mode: Type.Enum(DATA_MODES, {
    description:
      'zero-retention: code stays in memory, nothing is cached, and results are kept only where `store` says `results`. ' +
      'sealed: code is not taken at all, only findings that the client has encrypted (`assay sealed`).',
  }),
  notifications: Type.Union(
    [Type.Array(Type.Enum(NOTIFICATIONS), { maxItems: NOTIFICATIONS.length, uniqueItems: true }), Type.Literal('all')],
    { description: 'What webhooks are told of analyses in the scope.' },
  ),
  learn_from_services: Type.Boolean({
    description: 'Whether verdicts of service accounts count in ranking. The tenant’s choice alone.',
  }),
  learn_across_tenants: Type.Boolean({
    description:
      'Whether verdicts help those tenants that chose the same, and theirs help here: by rule and kind of place, without any name. The tenant’s choice alone.',
  }),
  llm_suggestions: Type.Boolean({
    description:
      'Whether a language model that the operator has configured may be asked for fixes and explanations: parts of source are sent to it. ' +
      'The tenant’s choice alone.',
  }),
  code_retention_days: days('How long code is kept.'),
  result_retention_days: days('How long analyses are kept, with their findings and verdicts.'),
  metric_retention_days: days('How long times of analyses are kept.'),
  audit_retention_days: days('How long it is kept what audit events say; that they were stays for good.'),
} as const;

export type PreferenceName = keyof typeof settings;
export const PREFERENCE_NAMES = Object.keys(settings) as readonly PreferenceName[];

/** Every setting with a value. */
const AllPreferences = Type.Object(settings, { additionalProperties: false });
export type AllPreferences = Static<typeof AllPreferences>;

const PreferenceValues = Type.Partial(AllPreferences);
/** What one scope has chosen; what is absent is left to the wider scope. A value replaces the wider one as a whole. */
export type PreferenceValues = Static<typeof PreferenceValues>;

const locked = Type.Array(Type.Enum(PREFERENCE_NAMES), {
  maxItems: PREFERENCE_NAMES.length,
  description: 'Settings that nearer scopes and requests may not change.',
});

const project = Type.Optional(
  Type.String({ minLength: 1, maxLength: 500, description: 'As `context.project` of a request names it.' }),
);

export const PreferencesQuery = Type.Object(
  { scope: Type.Optional(Type.Enum(PREFERENCE_SCOPES, { default: 'user' })), project },
  { additionalProperties: false },
);
export type PreferencesQuery = Static<typeof PreferencesQuery>;

export const PreferencesReplacement = Type.Object(
  { values: PreferenceValues, locked: Type.Optional(locked) },
  { additionalProperties: false },
);
export type PreferencesReplacement = Static<typeof PreferencesReplacement>;

/** A setting that is null is left to the wider scope; one that is absent stays as it is. */
export interface PreferencesPatch {
  readonly values?: { readonly [Name in PreferenceName]?: AllPreferences[Name] | null };
  readonly locked?: PreferenceName[];
}
const orNull = Object.entries(settings).map(([name, schema]) => [
  name,
  Type.Optional(Type.Union([schema, Type.Null()])),
]);
export const PreferencesPatch = Type.Unsafe<PreferencesPatch>(
  Type.Object(
    {
      values: Type.Optional(
        Type.Object(Object.fromEntries(orNull), {
          additionalProperties: false,
          description: 'null: left to the wider scope. Absent: as it was.',
        }),
      ),
      locked: Type.Optional(locked),
    },
    { additionalProperties: false },
  ),
);

export const Preferences = Type.Object({
  scope: Type.Enum(PREFERENCE_SCOPES),
  project: Type.Union([Type.String(), Type.Null()]),
  values: PreferenceValues,
  locked,
  updated_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description: 'null: never set.' }),
});
export type Preferences = Static<typeof Preferences>;

export const EffectiveQuery = Type.Object({ project }, { additionalProperties: false });

const PreferenceSource = Type.Enum(['default', ...PREFERENCE_SCOPES]);
export type PreferenceSource = Static<typeof PreferenceSource>;

/** What holds for the caller, and for each setting who said so. */
export const EffectivePreferencesAnswer = Type.Object({
  project: Type.Union([Type.String(), Type.Null()]),
  values: AllPreferences,
  sources: Type.Object(
    Object.fromEntries(PREFERENCE_NAMES.map((name) => [name, PreferenceSource])) as {
      [Name in PreferenceName]: typeof PreferenceSource;
    },
  ),
  locked,
});
export type EffectivePreferencesAnswer = Static<typeof EffectivePreferencesAnswer>;
