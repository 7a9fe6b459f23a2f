// What each tenant has seen of the model since this process began: counts and times, in memory.
import { LRUCache } from 'lru-cache';
import type { OnlineMetrics } from '../../contract/index.ts';

const REMEMBERED_TENANTS = 10_000;

interface Totals {
  analyses: number;
  failures: number;
  cachedAnswers: number;
  issues: number;
  milliseconds: number;
  readonly verdicts: Record<string, number>;
}

export interface OnlineTotals {
  analyzed(tenantId: string, analysis: { failed: boolean; issues: number; milliseconds: number }): void;
  cached(tenantId: string): void;
  judged(tenantId: string, verdict: string): void;
  read(tenantId: string): OnlineMetrics;
}

/** One tenant never sees another's numbers, so they are counted apart. */
export function createOnlineTotals(): OnlineTotals {
  const since = new Date().toISOString();
  const tenants = new LRUCache<string, Totals>({ max: REMEMBERED_TENANTS });
  const of = (tenantId: string): Totals => {
    const known = tenants.get(tenantId);
    if (known !== undefined) return known;
    const fresh = { analyses: 0, failures: 0, cachedAnswers: 0, issues: 0, milliseconds: 0, verdicts: {} };
    tenants.set(tenantId, fresh);
    return fresh;
  };
  return {
    analyzed(tenantId, { failed, issues, milliseconds }) {
      const totals = of(tenantId);
      totals.analyses++;
      totals.issues += issues;
      totals.milliseconds += milliseconds;
      if (failed) totals.failures++;
    },
    cached(tenantId) {
      of(tenantId).cachedAnswers++;
    },
    judged(tenantId, verdict) {
      const { verdicts } = of(tenantId);
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    },
    read(tenantId) {
      const totals = of(tenantId);
      return {
        since,
        analyses: totals.analyses,
        failures: totals.failures,
        cached_answers: totals.cachedAnswers,
        issues: totals.issues,
        mean_duration_ms: totals.analyses === 0 ? null : totals.milliseconds / totals.analyses,
        verdicts: { ...totals.verdicts },
      };
    },
  };
}
