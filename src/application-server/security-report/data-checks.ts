// Checks of what a tenant keeps: whether the mode that it has chosen agrees with what is stored, and whether code is kept for good.
import type { AllPreferences } from '../../contract/index.ts';
import { aboutInstallation, type CheckResult } from './check.ts';

/** `values` are the tenant's preferences with their defaults. */
export function dataChecks(
  { data_mode: mode, store, code_retention_days: days }: AllPreferences,
  oldestCode: Date | null,
): CheckResult[] {
  const area = 'data';
  return [
    aboutInstallation('code-kept-against-mode', oldestCode !== null && (mode !== 'standard' || store !== 'full'), {
      area,
      severity: 'high',
      finding: `Code is stored, since ${oldestCode?.toISOString() ?? ''}, though the tenant is in ${mode} mode and keeps ${store}.`,
      advice:
        'It is of before that was chosen, or of a project with its own wish: delete the analyses, or wait for the retention.',
    }),
    aboutInstallation('code-kept-forever', mode === 'standard' && store === 'full' && days === 'forever', {
      area,
      severity: 'medium',
      finding: 'Code is kept for good: what is not needed any more can still be stolen.',
      advice: 'Set code_retention_days, or store: results.',
    }),
  ];
}
