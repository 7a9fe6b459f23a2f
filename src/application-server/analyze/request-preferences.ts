// A request's own wishes over the preferences that hold for the caller: what is locked stays, with a notice.
import {
  type AnalyzeContext,
  DATA_MODES,
  type DataMode,
  type Mute,
  NOTIFICATIONS,
  type Notice,
  type Notification,
  type PreferenceName,
  type Severity,
  type StoreMode,
} from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import type { EffectivePreferences } from '../preferences/effective-preferences.ts';

/** What decides which findings are shown, and how. */
export interface Preferences {
  readonly minimumSeverity: Severity;
  readonly minimumConfidence: number;
  readonly includeSuppressed: boolean;
  /** null: all */
  readonly languages: readonly string[] | null;
  readonly severityOverrides: Readonly<Record<string, Severity>>;
  /** the part of the overrides that is not the user's own */
  readonly governedSeverities: Readonly<Record<string, Severity>>;
  /** what a reviewer has decided not to be told */
  readonly mutes: readonly Mute[];
}

export interface RequestPreferences {
  readonly preferences: Preferences;
  /** sorted; null: all */
  readonly enabledRules: readonly string[] | null;
  /** sorted */
  readonly disabledRules: readonly string[];
  readonly store: StoreMode;
  readonly dataMode: DataMode;
  /** what webhooks are told */
  readonly notifications: readonly Notification[];
  readonly notices: readonly Notice[];
}

/** How much is kept, from nothing up. */
const KEEPING: readonly StoreMode[] = ['none', 'results', 'full'];

export function preferencesOfRequest(context: AnalyzeContext, effective: EffectivePreferences): RequestPreferences {
  const { values, locked } = effective;
  const ignored: string[] = [];
  const choose = <Value>(name: PreferenceName, wish: Value | undefined, otherwise: Value): Value => {
    if (wish === undefined || !locked.has(name)) return wish ?? otherwise;
    if (JSON.stringify(wish) !== JSON.stringify(otherwise)) ignored.push(name);
    return otherwise;
  };
  const enabled = values.enabled_rules === 'all' ? null : sortedUnique(values.enabled_rules);
  const enable = context.rules?.enable === undefined ? undefined : sortedUnique(context.rules.enable);
  // Asking for a rule by name is stronger than a general wish not to see it.
  const disabled = locked.has('disabled_rules')
    ? values.disabled_rules
    : values.disabled_rules.filter((id) => enable?.includes(id) !== true);
  const disable = context.rules?.disable && sortedUnique([...disabled, ...context.rules.disable]);
  const dataMode = dataModeOf(context.data_mode, values.data_mode);
  const store = storeMode(context.store, values.store, locked, ignored);
  const chosen = {
    preferences: {
      minimumSeverity: choose('minimum_severity', context.minimum_severity, values.minimum_severity),
      minimumConfidence: choose('minimum_confidence', context.minimum_confidence, values.minimum_confidence),
      includeSuppressed: context.include_suppressed ?? false,
      languages: values.languages === 'all' ? null : sortedUnique(values.languages),
      severityOverrides: values.severity_overrides,
      governedSeverities: effective.governedSeverities,
      mutes: values.mutes,
    },
    enabledRules: choose<readonly string[] | null>('enabled_rules', enable, enabled),
    disabledRules: choose('disabled_rules', disable, sortedUnique(disabled)),
    dataMode,
    notifications: values.notifications === 'all' ? NOTIFICATIONS : values.notifications,
    store: dataMode === 'standard' || store === 'results' ? store : ('none' as const),
  };
  return { ...chosen, notices: ignored.length === 0 ? [] : [lockedNotice(ignored)] };
}

/**
 * The stricter of what is wished and what is preferred: a request never loosens what holds for it. Throws AssayError
 * `sealed_only`, since code that arrives here has left its owner's hands already.
 */
function dataModeOf(wish: DataMode | undefined, preferred: DataMode): DataMode {
  if (preferred === 'sealed') throw new AssayError('sealed_only');
  return DATA_MODES.indexOf(wish ?? 'standard') > DATA_MODES.indexOf(preferred) ? (wish ?? preferred) : preferred;
}

/** Keeping less than what is locked is always allowed: nobody's code is kept against their word. */
function storeMode(
  wish: StoreMode | undefined,
  preferred: StoreMode,
  locked: ReadonlySet<PreferenceName>,
  ignored: string[],
): StoreMode {
  if (wish === undefined) return preferred;
  if (!locked.has('store') || KEEPING.indexOf(wish) <= KEEPING.indexOf(preferred)) return wish;
  ignored.push('store');
  return preferred;
}

function lockedNotice(names: readonly string[]): Notice {
  const message = `The tenant or the project has locked ${names.join(', ')}: what the request asks for there is ignored.`;
  return { code: 'preference_locked', message };
}

function sortedUnique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
