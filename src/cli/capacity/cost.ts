// What one analysis costs: measured here on given files, or read from the times that the installation has stored of its own.
import { basename } from 'node:path';
import { type Database, readPerformance } from '../../database-service/index.ts';
import { AssayError } from '../../errors.ts';
import { createModelService } from '../../model-service/index.ts';
import type { AnalysisCost } from './plan.ts';

export interface MeasuredFile {
  readonly path: string;
  readonly code: string;
}

const DAY_MS = 86_400_000;
const TENANTS_A_PAGE = 500;
/** The compiler of the JavaScript engine has seen most of it by then. */
const ROUNDS = 2;
/** Findings are not stored with the times; this is what was seen on ordinary code. */
const USUAL_ISSUES = 2;

/** Analyses each file, in this thread, by processor time: other load on the machine does not matter. */
export async function measureCost(files: readonly MeasuredFile[]): Promise<AnalysisCost> {
  if (files.length === 0) throw new AssayError('invalid_configuration', { detail: 'There is no file to measure on.' });
  const model = createModelService({ threads: 0, timeoutMs: 10_000, memoryMb: 256, maxQueue: 1 });
  try {
    let issues = 0;
    const analyzeAll = async () => {
      issues = 0;
      for (const { path, code } of files) issues += (await model.analyze(jobOf(path, code))).issues.length;
    };
    for (let round = 1; round < ROUNDS; round++) await analyzeAll();
    const before = process.cpuUsage();
    await analyzeAll();
    const { user, system } = process.cpuUsage(before);
    const bytes = files.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
    return {
      engineMs: (user + system) / 1000 / files.length,
      codeBytes: bytes / files.length,
      issues: issues / files.length,
      source: `measured here on ${files.length} files, processor time`,
    };
  } finally {
    await model.close();
  }
}

function jobOf(path: string, code: string) {
  const none = { declaredLanguage: null, files: [], enabledRules: null, disabledRules: [] };
  return { ...none, path: basename(path), code };
}

/** Of all tenants, over the last days; also the share that came from the cache. Throws AssayError when nothing was analysed. */
export async function costFromHistory(
  database: Database,
  days: number,
  now = new Date(),
): Promise<{ readonly cost: AnalysisCost; readonly cachedShare: number }> {
  const range = { since: new Date(now.getTime() - days * DAY_MS), until: now, interval: 'day' } as const;
  const sums = { analyses: 0, cold: 0, modelMs: 0, codeBytes: 0 };
  for (let after: string | null = null; ; ) {
    const page: readonly string[] = await database.listTenantIds(after, TENANTS_A_PAGE);
    for (const tenantId of page) {
      const { total } = await database.asTenant(tenantId, (tx) => readPerformance(tx, range));
      const cold = total.analyses - total.cached;
      sums.analyses += total.analyses;
      sums.cold += cold;
      sums.modelMs += (total.modelMs ?? 0) * cold;
      sums.codeBytes += total.codeBytes;
    }
    after = page.at(-1) ?? null;
    if (after === null) break;
  }
  if (sums.cold === 0) {
    const detail = `Nothing was analysed in the last ${days} days: measure on files instead (--path).`;
    throw new AssayError('invalid_configuration', { detail });
  }
  const cost = {
    engineMs: sums.modelMs / sums.cold,
    codeBytes: sums.codeBytes / sums.analyses,
    issues: USUAL_ISSUES,
    source: `${sums.analyses} analyses of the last ${days} days, time in the worker`,
  };
  return { cost, cachedShare: 1 - sums.cold / sums.analyses };
}
