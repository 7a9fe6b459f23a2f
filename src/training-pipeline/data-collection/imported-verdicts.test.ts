import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv-table.ts';
import { readCsvVerdicts } from './csv-verdicts.ts';
import { readSarifVerdicts } from './sarif-verdicts.ts';

const NOW = new Date('2026-06-01T00:00:00Z');

describe('CSV', () => {
  it('keeps quoted commas, line ends and quotes, and knows the line of each row', () => {
    expect(parseCsv('\ufeffa,b\r\n"x, ""y""\nz",2\n\nlast,').rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"\nz', '2'] },
      { line: 5, cells: ['last', ''] },
    ]);
    expect(parseCsv('a\n"open').fault).toMatchObject({ line: 2 });
    expect(parseCsv('a\nx"y"').fault).toMatchObject({ line: 2 });
  });

  it('reads verdicts with what else is known of them', () => {
    const text =
      'path,rule_id,verdict,repository,function,line,user,time\n' +
      'src/a.py,sql-injection,False_Positive,shop,Cart.pay,12,ann,2026-01-31T12:00:00Z\nb.py,weak-hash,true_positive,,,,,';
    const { verdicts, faults } = readCsvVerdicts(text, NOW);
    expect(faults).toEqual([]);
    expect(verdicts).toMatchObject([
      {
        place: 'line 2',
        ruleId: 'sql-injection',
        verdict: 'false_positive',
        within: 'Cart.pay',
        line: 12,
        user: 'ann',
      },
      { place: 'line 3', repository: null, at: null, line: 1 },
    ]);
  });

  it('says where what is wrong', () => {
    const places = (text: string) => readCsvVerdicts(text, NOW).faults.map(({ place }) => place);
    expect(places('')).toEqual(['line 1']);
    expect(places('path,rule_id,verdict\na,b,constructor')).toEqual(['line 2, verdict']);
    expect(places('rule_id,path\nx,y')).toEqual(['line 1']);
    expect(places('rule_id,path,verdict,mood\n')).toEqual(['line 1']);
    expect(
      places(
        'rule_id,path,verdict,line,time\nx,y,perhaps,1,\nx,y,fixed,0,\nx,y\n,y,fixed,,2026-99-01\nx,y,fixed,,2027-01-01',
      ),
    ).toEqual(['line 2, verdict', 'line 3, line', 'line 4', 'line 5, rule_id', 'line 5, time', 'line 6, time']);
  });
});

describe('SARIF', () => {
  const result = (more: object) => ({
    ruleId: 'py/sql',
    message: { text: 'x' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///src/a%20b.py' }, region: { startLine: 3 } } }],
    ...more,
  });
  const log = (...results: object[]) => ({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'other', rules: [{ id: 'py/sql', properties: { tags: ['external/cwe/cwe-089'] } }] },
        },
        results,
      },
    ],
  });
  const verdictOf = (more: object) => readSarifVerdicts(log(result(more)), NOW).verdicts[0]?.verdict ?? null;

  it('takes verdicts from suppressions, baselines and properties', () => {
    expect(verdictOf({ suppressions: [{ kind: 'external' }] })).toBe('false_positive');
    expect(verdictOf({ suppressions: [{ kind: 'external', justification: "won't fix: legacy" }] })).toBe('wont_fix');
    expect(verdictOf({ suppressions: [{ kind: 'external', status: 'underReview' }] })).toBeNull();
    expect(verdictOf({ suppressions: [{ kind: 'external', status: 'rejected' }] })).toBe('true_positive');
    expect(verdictOf({ baselineState: 'absent' })).toBe('fixed');
    expect(verdictOf({ baselineState: 'new' })).toBeNull();
    expect(verdictOf({ properties: { triage: 'confirmed' } })).toBe('true_positive');
    expect(verdictOf({ properties: { dismissedReason: 'used in tests' } })).toBe('wont_fix');
  });

  it('keeps place, path, weakness and function', () => {
    const read = readSarifVerdicts(log(result({}), result({ properties: { state: 'false positive' } })), NOW);
    expect(read).toMatchObject({ undecided: 1, faults: [] });
    expect(read.verdicts).toMatchObject([
      { place: '/runs/0/results/1', ruleId: 'py/sql', cwe: ['CWE-89'], path: 'src/a b.py', line: 3 },
    ]);
  });

  it('says where what is wrong', () => {
    const faults = (log: unknown) => readSarifVerdicts(log, NOW).faults.map(({ place }) => place);
    expect(faults({ version: '2.0.0', runs: [] })).toEqual(['/version']);
    expect(faults([])).toHaveLength(1);
    const nowhere = result({ baselineState: 'absent', locations: [] });
    const nameless = { ...result({ baselineState: 'absent' }), ruleId: undefined };
    expect(faults(log(nowhere, nameless, { ruleId: 7 }))).toEqual([
      '/runs/0/results/0/locations/0',
      '/runs/0/results/1/ruleId',
      '/runs/0/results/2/ruleId',
    ]);
  });
});
