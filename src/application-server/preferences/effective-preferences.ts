// What holds for a caller: the nearest scope that says something, unless a wider one has locked it.
import { LRUCache } from 'lru-cache';
import {
  type AllPreferences,
  DATA_MODES,
  type DataMode,
  PREFERENCE_NAMES,
  PREFERENCE_SCOPES,
  type PreferenceName,
  type PreferenceSource,
  type Severity,
} from '../../contract/index.ts';
import {
  type Database,
  findPreferences,
  type PreferenceOwner,
  type StoredPreferences,
} from '../../database-service/index.ts';
import type { Caller } from '../endpoint.ts';

export interface EffectivePreferences {
  readonly values: AllPreferences;
  readonly sources: Readonly<Record<PreferenceName, PreferenceSource>>;
  readonly locked: ReadonlySet<PreferenceName>;
  /** the overrides of severity that tenant and project alone lead to: they decide who may dismiss what */
  readonly governedSeverities: Readonly<Record<string, Severity>>;
}

/** What holds at install. */
const DEFAULTS: AllPreferences = {
  minimum_severity: 'info',
  minimum_confidence: 0.3,
  enabled_rules: 'all',
  disabled_rules: [],
  languages: 'all',
  severity_overrides: {},
  mutes: [],
  store: 'full',
  notifications: 'all',
  data_mode: 'standard',
  learn_from_services: false,
  learn_across_tenants: false,
  llm_suggestions: false,
  code_retention_days: 90,
  result_retention_days: 365,
  metric_retention_days: 400,
  audit_retention_days: 'forever',
};

/** Puts documents together. Those of any scope may be missing; a user's locks count for nothing. */
export function combinePreferences(
  documents: readonly Pick<StoredPreferences, 'scope' | 'values' | 'locked'>[],
): EffectivePreferences {
  const values: Record<string, unknown> = { ...DEFAULTS };
  const sources = Object.fromEntries(PREFERENCE_NAMES.map((name) => [name, 'default' as PreferenceSource]));
  const locked = new Set<PreferenceName>();
  let governedSeverities = DEFAULTS.severity_overrides;
  for (const scope of PREFERENCE_SCOPES) {
    const document = documents.find((one) => one.scope === scope);
    if (document === undefined) continue;
    for (const name of PREFERENCE_NAMES) {
      const value = document.values[name];
      if (value === undefined) continue;
      if (name === 'data_mode' ? !isStricter(value, values.data_mode) : locked.has(name)) continue;
      values[name] = value;
      sources[name] = scope;
    }
    if (scope === 'user') continue;
    for (const name of document.locked) locked.add(name);
    governedSeverities = values.severity_overrides as AllPreferences['severity_overrides'];
  }
  return {
    values: values as AllPreferences,
    sources: sources as EffectivePreferences['sources'],
    locked,
    governedSeverities,
  };
}

/** What a tenant decides of its code no user can loosen, and everybody may be more careful. */
function isStricter(mode: unknown, than: unknown): boolean {
  const strictness = (one: unknown) => DATA_MODES.indexOf(one as DataMode);
  return strictness(mode) > strictness(than);
}

/** The documents that matter to a caller in a project. */
export function ownersFor(caller: Pick<Caller, 'actor'>, project: string | null): PreferenceOwner[] {
  return [
    { scope: 'tenant', subject: '' },
    ...(project === null ? [] : [{ scope: 'project', subject: project } as const]),
    { scope: 'user', subject: caller.actor },
  ];
}

/** Another process may have changed something: look again after this long. Five seconds are promised. */
const SHARED_TTL_MS = 2000;
const REMEMBERED = 10_000;

export interface PreferenceReader {
  /** in memory almost always, so that a cached answer asks no database */
  effective(caller: Pick<Caller, 'tenantId' | 'actor'>, project: string | null): Promise<EffectivePreferences>;
  /** this process has stored a change of the tenant's; takes effect at once */
  changed(tenantId: string): void;
}

export function createPreferenceReader(database: Database): PreferenceReader {
  // The embedded database belongs to this process alone, so what it wrote itself is all there is to know.
  const ttl = database.backend === 'embedded' ? 0 : SHARED_TTL_MS;
  const known = new LRUCache<string, Promise<EffectivePreferences>>({ max: REMEMBERED, ttl });
  // Part of the key: what was asked before a change is never found after it.
  const changes = new Map<string, number>();
  return {
    async effective({ tenantId, actor }, project) {
      const key = JSON.stringify([tenantId, changes.get(tenantId) ?? 0, actor, project]);
      const remembered = known.get(key);
      if (remembered !== undefined) return await remembered;
      const asked = database
        .asTenant(tenantId, (tx) => findPreferences(tx, ownersFor({ actor }, project)))
        .then(combinePreferences);
      known.set(key, asked);
      // A failure is not remembered.
      asked.catch(() => known.delete(key));
      return await asked;
    },
    changed(tenantId) {
      changes.set(tenantId, (changes.get(tenantId) ?? 0) + 1);
    },
  };
}
