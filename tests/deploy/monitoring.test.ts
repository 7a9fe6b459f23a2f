// Dashboards, alert rules and runbooks: they name metrics that exist, Prometheus takes them, and each alert has its page.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { DASHBOARDS } from '../../deploy/grafana/dashboards.ts';
import { findProgram } from '../services/programs.ts';
import { documentedLabels, namedSeries, seriesNames, unknownIn } from './metric-names.ts';

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}

const groups: readonly { readonly rules: readonly AlertRule[] }[] = parse(
  readFileSync('deploy/prometheus/alerts.yaml', 'utf8'),
).groups;
const alerts = groups.flatMap(({ rules }) => rules);
const expressions = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...DASHBOARDS.flatMap(({ name, panels }) =>
    panels.flatMap(({ title, queries }) =>
      queries.map(({ expression: expr }) => ({ where: `${name}: ${title}`, expr })),
    ),
  ),
];
const CASES = ['deploy/prometheus/alerts.test.yaml', 'deploy/prometheus/alerts-over-days.test.yaml'];
const promtool = findProgram('promtool');
const withoutPromtool = promtool === null ? ' (skipped: promtool is not installed; apt-get install prometheus)' : '';

function runPromtool(...parameters: string[]): void {
  const { status, stdout, stderr } = spawnSync(promtool ?? '', parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`promtool ${parameters.join(' ')}: ${stdout}${stderr}`);
}

describe('dashboards and alerts', () => {
  it('name only metrics and labels that are in /metrics', async () => {
    const [names, labels] = [await seriesNames(), documentedLabels()];
    const unknown = expressions.flatMap(({ where, expr }) =>
      unknownIn(expr, names, labels).map((what) => `${where}: ${what}`),
    );
    expect(unknown).toEqual([]);
    expect(expressions.filter(({ expr }) => namedSeries(expr).length === 0)).toEqual([]);
  });

  it('would notice one that does not exist', async () => {
    const [names, labels] = [await seriesNames(), documentedLabels()];
    expect(unknownIn('rate(assay_http_request_total[5m])', names, labels)).toHaveLength(1);
    expect(unknownIn('assay_refusals_total{status="429"}', names, labels)).toHaveLength(1);
  });

  it('every alert has a page of its own that says what to look at and what to do, and every page its alert', () => {
    const pages = alerts.map(({ annotations }) => annotations.runbook);
    for (const [index, page] of pages.entries()) {
      const text = readFileSync(page, 'utf8');
      expect(text.startsWith(`# ${alerts[index]?.alert}\n`)).toBe(true);
      expect([page, /\n## Look\n\n1\. /.test(text), /\n## Do\n\n- /.test(text)]).toEqual([page, true, true]);
      for (const [, linked = ''] of text.matchAll(/`(docs\/[\w/-]+\.md)`/g))
        expect(readFileSync(linked, 'utf8')).not.toBe('');
    }
    const there = readdirSync('docs/operations/runbooks').map((name) => `docs/operations/runbooks/${name}`);
    expect(there.sort()).toEqual([...pages].sort());
  });

  it('every alert has a case, in which it fires', () => {
    const tests = CASES.flatMap((file) => parse(readFileSync(file, 'utf8')).tests);
    const fired = tests.flatMap((test: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }) =>
      test.alert_rule_test.filter((one) => one.exp_alerts.length > 0).map((one) => one.alertname),
    );
    expect([...fired].sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  it('every alert says how bad it is', () => {
    expect(alerts.filter(({ labels }) => !['critical', 'warning'].includes(labels.severity))).toEqual([]);
  });
});

describe.skipIf(promtool === null)(`Prometheus${withoutPromtool}`, () => {
  it('takes the rules and the configuration, and the rules fire as their cases say', () => {
    runPromtool('check', 'rules', 'deploy/prometheus/alerts.yaml');
    runPromtool('check', 'config', 'deploy/prometheus/prometheus.yaml');
    runPromtool('test', 'rules', ...CASES);
  });

  it('takes the expressions of the dashboards', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-promtool-'));
    try {
      const rules = expressions.map(({ expr }, index) => ({ record: `panel:${index}`, expr }));
      writeFileSync(join(folder, 'panels.yaml'), stringify({ groups: [{ name: 'panels', rules }] }));
      runPromtool('check', 'rules', join(folder, 'panels.yaml'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
