// What a scan was asked for, with the preferences that held then: kept with it, so that a worker needs nobody to ask for it.
import type { ScanContext } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import { redactSecrets } from '../../model-service/index.ts';
import type { RequestPreferences } from '../analyze/request-preferences.ts';
import { preferencesOfRequest } from '../analyze/request-preferences.ts';
import type { EffectivePreferences } from '../preferences/effective-preferences.ts';

export interface ScanSettings extends Omit<RequestPreferences, 'store' | 'dataMode' | 'notifications'> {
  readonly store: 'full' | 'results';
  readonly notifications: RequestPreferences['notifications'];
  readonly baselineScanId: string | null;
}

export const UNKNOWN_BASELINE = {
  code: 'unknown_baseline',
  message: 'There is no scan of that id: every issue counts as new.',
} as const;

/** Throws AssayError `sealed_only`, and `scan_not_kept` where neither code nor results may be kept. */
export function scanSettings(context: ScanContext, effective: EffectivePreferences): ScanSettings {
  const { baseline_scan_id: baselineScanId = null } = context;
  const { store, dataMode, ...chosen } = preferencesOfRequest(context, effective);
  if (dataMode !== 'standard') {
    throw new AssayError('scan_not_kept', {
      detail: `The data mode is ${dataMode}: analyse with assay analyze or POST /api/v1/analyze/batch, which keep nothing.`,
    });
  }
  if (store === 'none') {
    throw new AssayError('scan_not_kept', {
      detail: 'The preference `store` is none, so nobody could read the results; ask for `store: results` if you may.',
    });
  }
  // A scan tells of its end, not of each of its files.
  const notifications = chosen.notifications.filter((one) => one !== 'analysis.completed');
  return { ...chosen, notifications, store, baselineScanId };
}

export interface ScanPlace {
  readonly project: string | null;
  readonly repository: string | null;
  readonly ref: string | null;
}

/** Names are stored and shown: an address of a repository may hold a password. */
export function scanPlace({ project, repository, ref }: ScanContext): ScanPlace {
  const redacted = (name: string | undefined) => (name === undefined ? null : redactSecrets(name));
  return { project: redacted(project), repository: redacted(repository), ref: redacted(ref) };
}
