import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentifiedSuppression } from '../model-service/index.ts';
import type { FileReport, FoundIssue, RunReport } from './analysis-run.ts';
import {
  baselineText,
  daysBetween,
  type KnownFinding,
  nextBaseline,
  readBaseline,
  withKnown,
  writeBaseline,
} from './baseline.ts';
import { exitCode } from './exit-code.ts';
import { suppressionEntries, suppressionJson, suppressionText, wrongSuppressions } from './suppression-report.ts';
import { summary, textReport } from './text-report.ts';

const at = (path: string) => ({ path, start: { line: 1, column: 1 }, end: { line: 1, column: 2 } });
const issue = (within: string, changes: Partial<FoundIssue> = {}, path = 'a.py'): FoundIssue => ({
  fingerprint: 'a'.repeat(32),
  ...{ rule_id: 'sql-injection', message: 'Bad.', severity: 'high', category: 'security', confidence: 0.9 },
  ...{ cwe: [], location: at(path), within, trace: [], suggestions: [], state: 'new', help_url: '' },
  ...changes,
});
const file = (issues: readonly FoundIssue[], path = 'a.py', changes: Partial<FileReport> = {}): FileReport => ({
  ...{
    path,
    code: '',
    language: null,
    issues,
    suppressedCount: 0,
    suppressed: [],
    suppressions: [],
    explanations: [],
    notices: [],
    failure: null,
  },
  ...changes,
});
const run = (...files: FileReport[]): RunReport => ({
  model: { version: '1', digest: '' },
  files,
  reused: 0,
  ruleProblems: [],
});
const known = (within: string, path = 'a.py', first_seen = '2026-01-02'): KnownFinding => ({
  ...{ path, rule: 'sql-injection', within, fingerprint: 'a'.repeat(32), first_seen },
});
const always = () => true;

describe('withKnown', () => {
  it('marks each known finding once, with the day it was first seen', () => {
    const marked = withKnown(run(file([issue('copy'), issue('pay')])), [known('pay')]);
    expect(marked.files[0]?.issues.map(({ state, first_seen }) => [state, first_seen])).toEqual([
      ['new', undefined],
      ['known', '2026-01-02'],
    ]);
  });
});

describe('nextBaseline', () => {
  it('keeps the day of what is still there, adds what is new, leaves out what is gone', () => {
    const next = nextBaseline(
      run(file([issue('pay'), issue('add')])),
      [known('pay'), known('gone', 'b.py')],
      '2026-03-04',
      () => false,
    );
    expect(next.map(({ within, first_seen }) => [within, first_seen])).toEqual([
      ['add', '2026-03-04'],
      ['pay', '2026-01-02'],
    ]);
  });

  it('keeps what is known of files that were not analysed but are there', () => {
    const failed = file([], 'broken.py', { failure: 'The file is binary.' });
    const next = nextBaseline(run(failed), [known('pay', 'other.py'), known('pay', 'broken.py')], '2026-03-04', always);
    expect(next.map(({ path }) => path)).toEqual(['broken.py', 'other.py']);
  });

  it('does not move when nothing changed', () => {
    const first = nextBaseline(
      run(file([issue('b'), issue('a')]), file([issue('c', {}, 'b.py')], 'b.py')),
      [],
      '2026-01-02',
      always,
    );
    const again = nextBaseline(
      run(file([issue('c', {}, 'b.py')], 'b.py'), file([issue('a'), issue('b')])),
      first,
      '2026-09-09',
      always,
    );
    expect(baselineText(again)).toBe(baselineText(first));
  });
});

describe('the file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-baseline-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has one line a finding and is read again as it was written', () => {
    const path = join(folder, 'known.json');
    writeBaseline(path, [known('a'), known('b')]);
    expect(readBaseline(path)).toEqual([known('a'), known('b')]);
    expect(baselineText([known('a'), known('b')]).split('\n')).toHaveLength(8);
    expect(JSON.parse(baselineText([]))).toEqual({ version: 1, findings: [] });
  });

  it.each([
    ['not JSON', '{', /is not JSON/],
    ['something else', '{"version":2,"findings":[]}', /not a baseline/],
    ['a finding without a day', '{"version":1,"findings":[{"path":"a"}]}', /not a baseline/],
  ])('is refused when it is %s', (name, text, expected) => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, text);
    expect(() => readBaseline(path)).toThrow(expect.objectContaining({ detail: expect.stringMatching(expected) }));
  });

  it('is refused when it is not there', () => {
    expect(() => readBaseline(join(folder, 'missing'))).toThrow(
      expect.objectContaining({ detail: expect.stringMatching(/cannot be read/) }),
    );
  });
});

describe('exitCode', () => {
  const old = issue('old', { state: 'known', severity: 'critical' });
  const fresh = issue('fresh', { severity: 'low' });
  it.each([
    ['new', [old], 0],
    ['new', [old, fresh], 1],
    ['any', [old], 1],
    ['high', [old, fresh], 0],
    ['low', [old, fresh], 1],
  ] as const)('--fail-on %s', (failOn, issues, expected) => {
    expect(exitCode(run(file(issues)), failOn)).toBe(expected);
  });

  it('tells that a file could not be analysed', () => {
    expect(exitCode(run(file([], 'a.py', { failure: 'It is binary.' })), 'new')).toBe(2);
  });
});

it('lists known findings with their age and does not count them', () => {
  const report = run(file([issue('pay', { state: 'known', first_seen: '2026-01-02' })]));
  expect(textReport(report, false, '2026-01-12')).toContain(
    'known since 2026-01-02, 10 days · sql-injection · line 1 · Bad.',
  );
  expect(summary(report, new Map(), 1000, false)).toBe('No findings in 1 file · 1 known · 1.0 s\n');
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
});

describe('the report of suppressions', () => {
  const stale: IdentifiedSuppression = {
    location: at('a.py'),
    style: 'assay-ignore',
    reach: 'statement',
    rules: ['sql-injection'],
    reason: 'checked',
    until: '2026-01-01',
    hides: [],
    problems: [{ problem: 'expired', message: 'ended on 2026-01-01' }],
  };
  const plain: IdentifiedSuppression = {
    location: at('a.py'),
    style: 'nosec',
    reach: 'line',
    rules: null,
    reason: '',
    until: null,
    hides: [{ fingerprint: 'f', ruleId: 'sql-injection' }],
    problems: [{ problem: 'no-reason', message: 'gives no reason' }],
  };
  const report = run(file([], 'a.py', { suppressions: [stale, plain] }));
  const entries = suppressionEntries(report, () => '2025-12-22');

  it('is for people', () => {
    const text = suppressionText(entries, '2026-01-01', false);
    expect(text.split('\n').slice(0, 9)).toEqual([
      'a.py:1  assay-ignore  statement · sql-injection · 10 days old · until 2026-01-01',
      '  checked',
      '  hides nothing',
      '  expired: ended on 2026-01-01',
      '',
      'a.py:1  nosec  line · all rules · 10 days old',
      '  no reason given',
      '  hides 1 (sql-injection)',
      '',
    ]);
    expect(text.endsWith('2 suppressions, 1 stale or over-broad\n')).toBe(true);
  });

  it('is for programs', () => {
    const { suppressions, ...counts } = JSON.parse(suppressionJson(entries));
    expect(counts).toEqual({ suppression_count: 2, problem_count: 1 });
    expect(suppressions[1]).toMatchObject({ reason: null, since: '2025-12-22', hides: [{ rule_id: 'sql-injection' }] });
    expect(wrongSuppressions(entries)).toBe(1);
  });
});
