import { describe, expect, it } from 'vitest';
import type { FileReport, RunReport } from './analysis-run.ts';
import { explanationJson, explanationText, parseExplanationQuery } from './explanation-report.ts';

const location = { path: 'a.py', start: { line: 2, column: 1 }, end: { line: 2, column: 4 } };
const file: FileReport = {
  path: 'a.py',
  code: 'x = 1\nrun(x)\n',
  language: null,
  issues: [],
  suppressedCount: 0,
  suppressed: [],
  suppressions: [],
  explanations: [
    {
      fingerprint: 'abcdef',
      ruleId: 'sql-injection',
      steps: [
        {
          kind: 'sink',
          location,
          text: 'reaches `run(…)`',
          fact: { name: 'run', library: 'small', file: 'library-facts/python/small.yaml' },
        },
        { kind: 'confidence', location: null, text: '0.9 = 0.9', fact: null },
      ],
      fingerprintParts: [
        { what: 'statement', code: 'run $0' },
        { what: 'constants', code: '' },
      ],
    },
  ],
  notices: [],
  failure: null,
};
const run: RunReport = { model: { version: '1', digest: '' }, files: [file], reused: 0, ruleProblems: [] };

it('reads how a finding is named', () => {
  expect(parseExplanationQuery('sql-injection:12')).toEqual({ rule: 'sql-injection', line: 12 });
  expect(parseExplanationQuery('abcdef01')).toEqual({ fingerprint: 'abcdef01' });
  expect(parseExplanationQuery('abc')).toBeNull();
  expect(parseExplanationQuery('Sql:1')).toBeNull();
});

describe('the report', () => {
  it('shows each step with its code and where the knowledge is written down', () => {
    expect(explanationText(run, () => file.code.split('\n'), false).split('\n')).toEqual([
      'sql-injection  abcdef',
      '',
      '1. sink  reaches `run(…)`',
      '   known from the facts on small (library-facts/python/small.yaml): run',
      '   a.py:2:1',
      '     1 │ x = 1',
      '   > 2 │ run(x)',
      '       │ ^^^',
      '     3 │',
      '',
      '2. confidence  0.9 = 0.9',
      '',
      'The fingerprint is made of',
      '   statement: run $0',
      '',
    ]);
  });

  it('says when there is no such finding', () => {
    expect(explanationText({ ...run, files: [] }, () => [], false)).toBe('No finding of that name.\n');
  });

  it('is written for programs, too', () => {
    const [explanation] = JSON.parse(explanationJson(run)).explanations;
    expect(explanation).toMatchObject({ rule_id: 'sql-injection', fingerprint_parts: [{ code: 'run $0' }, {}] });
    expect(explanation.steps[0]).toMatchObject({ kind: 'sink', location, fact: { library: 'small' } });
  });
});
