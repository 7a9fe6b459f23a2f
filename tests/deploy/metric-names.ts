// Which metrics and labels there are, and which an expression of PromQL names.
import { readFileSync } from 'node:fs';
import { createMetrics } from '../../src/monitoring/index.ts';

/** Not ours: from whom they come. */
export const FOREIGN_METRICS: Readonly<Record<string, string>> = {
  up: 'Prometheus itself',
  probe_ssl_earliest_cert_expiry: 'the blackbox exporter',
};

/** Labels that Prometheus adds to every series, and those of histograms. */
const ADDED_LABELS = ['job', 'instance', 'le', 'state', 'kind'];

/** The name of every series in `/metrics` of a process that has everything. */
export async function seriesNames(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics();
  metrics.observeLoad({
    analyses: () => ({ waiting: 0, running: 0 }),
    database: () => ({ connections: 0, idle: 0, waiting: 0 }),
    cache: () => ({ memory: { hits: 0, misses: 0, failures: 0 } }),
    readReplica: () => ({ state: 'answering', lagSeconds: 0, answered: { replica: 0, primary: 0 } }),
    upstreams: () => ({ available: 1, configured: 2 }),
    queues: async () => [{ name: 'scans', ready: 0, running: 0, dead: 0, oldestSeconds: 0 }],
    modelReplicas: () => ({ available: 1, configured: 2 }),
    regions: () => [{ name: 'us', isAvailable: true }],
    dataDirectory: '.',
    signingKeyAge: async () => 100,
  });
  const names = new Set<string>();
  for (const [, name = '', kind] of (await metrics.render()).matchAll(/^# TYPE (\w+) (\w+)$/gm)) {
    if (kind === 'histogram' || kind === 'summary') {
      for (const suffix of ['_bucket', '_sum', '_count']) names.add(`${name}${suffix}`);
    } else names.add(name);
  }
  return names;
}

/** Labels of each metric, as docs/metrics.md says. */
export function documentedLabels(): ReadonlyMap<string, readonly string[]> {
  const rows = readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(assay_\w+)` \| \w+ \| ([^|]*) \|/gm);
  return new Map(
    [...rows].map(([, name = '', labels = '']) => [
      name,
      labels
        .replace(/:.*/, '')
        .split(',')
        .map((label) => label.trim()),
    ]),
  );
}

export interface NamedSeries {
  readonly name: string;
  readonly labels: readonly string[];
}

/** Every series that an expression selects, with the labels that it filters by. */
export function namedSeries(expression: string): NamedSeries[] {
  return [...expression.matchAll(/\b((?:assay|process|nodejs|probe)_\w+|up(?=\{))(?:\{([^}]*)\})?/g)].map(
    ([, name = '', filter = '']) => ({
      name,
      labels: [...filter.matchAll(/(\w+)\s*[=!]~?/g)].map(([, label = '']) => label),
    }),
  );
}

/** What of the expression does not exist, in words. */
export function unknownIn(
  expression: string,
  names: ReadonlySet<string>,
  labelsOf: ReadonlyMap<string, readonly string[]>,
): string[] {
  return namedSeries(expression).flatMap(({ name, labels }) => {
    if (!names.has(name) && !(name in FOREIGN_METRICS)) return [`no metric ${name}`];
    const known = labelsOf.get(name.replace(/_(bucket|sum|count)$/, ''));
    if (known === undefined) return [];
    return labels
      .filter((label) => !known.includes(label) && !ADDED_LABELS.includes(label))
      .map((label) => `no label ${label} of ${name}`);
  });
}
