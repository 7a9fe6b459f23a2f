// `assay capacity` without the command line.
import { readConfiguration } from '../../config/index.ts';
import { AssayError } from '../../errors.ts';
import { openExistingDatabase } from '../audit-sources.ts';
import { findSourceFiles, readSource } from '../source-files.ts';
import { costFromHistory, type MeasuredFile, measureCost } from './cost.ts';
import { type CapacityPlan, capacityText, planCapacity, type StatedLoad } from './plan.ts';

export interface CapacityOptions {
  readonly requestsPerSecond: string;
  readonly cached?: string;
  readonly busy: string;
  readonly retentionDays: string;
  readonly replicas: string;
  readonly threads: string;
  readonly maxConnections: string;
  readonly path: string;
  readonly history?: true;
  readonly days: string;
  readonly format: string;
}

/** Enough to be sure to a few per cent, and done within a minute. */
const MOST_FILES = 200;
const DEFAULT_CACHED_SHARE = 0.5;

/** Returns what is printed. Throws AssayError `invalid_configuration` for options that are no numbers or out of range. */
export async function capacity(options: CapacityOptions): Promise<string> {
  const load: Omit<StatedLoad, 'cachedShare'> = {
    requestsPerSecond: numberOf('--requests-per-second', options.requestsPerSecond, 0.001, 1_000_000),
    busyShare: numberOf('--busy', options.busy, 0.01, 1),
    retentionDays: numberOf('--retention-days', options.retentionDays, 1, 36_500),
    replicas: numberOf('--replicas', options.replicas, 0, 10_000),
    threadsPerReplica: numberOf('--threads', options.threads, 1, 256),
    maxConnections: numberOf('--max-connections', options.maxConnections, 1, 100_000),
    poolSize: readConfiguration().databasePool,
  };
  const stated = options.cached === undefined ? null : numberOf('--cached', options.cached, 0, 1);
  const { cost, cachedShare } = await costOf(options);
  const whole = { ...load, cachedShare: stated ?? cachedShare };
  const plan: CapacityPlan = planCapacity(cost, whole);
  return options.format === 'json'
    ? `${JSON.stringify({ cost, load: whole, plan }, null, 2)}\n`
    : capacityText(cost, whole, plan);
}

async function costOf({ history, days, path }: CapacityOptions) {
  if (history !== true) return { cost: await measureCost(sampleOf(path)), cachedShare: DEFAULT_CACHED_SHARE };
  const database = await openExistingDatabase(readConfiguration());
  try {
    return await costFromHistory(database, numberOf('--days', days, 1, 3650));
  } finally {
    await database.close();
  }
}

/** Files spread evenly over all that are there. */
function sampleOf(path: string): MeasuredFile[] {
  const all = findSourceFiles([path], process.cwd(), new Map());
  const step = Math.max(1, all.length / MOST_FILES);
  const chosen = Array.from({ length: Math.min(all.length, MOST_FILES) }, (_, index) => all[Math.floor(index * step)]);
  return chosen.flatMap((entry) => {
    if (entry?.file == null) return [];
    const text = readSource(entry.file);
    return 'code' in text ? [{ path: entry.path, code: text.code }] : [];
  });
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new AssayError('invalid_configuration', { detail: `${name} must be a number from ${least} to ${most}.` });
}
