import { describe, expect, it } from 'vitest';
import { closest } from '../analysis-engine/closest-name.ts';
import type { FileReport, FoundIssue, RunReport } from './analysis-run.ts';
import { codeFrame } from './code-frame.ts';
import { githubReport, jsonReport, sarifReport } from './machine-reports.ts';
import { createProgressBar } from './progress-bar.ts';
import { printable, singleLine } from './terminal-text.ts';
import { summary, textReport } from './text-report.ts';

const PLAIN = { dim: (text: string) => text, mark: (text: string) => text };
const range = (line: number, column: number, endLine: number, endColumn: number) => ({
  path: 'a.py',
  start: { line, column },
  end: { line: endLine, column: endColumn },
});

const issue: FoundIssue = {
  fingerprint: 'f',
  within: 'find',
  rule_id: 'sql-injection',
  message: 'Bad, 100 % bad:\nreally',
  severity: 'high',
  category: 'security',
  confidence: 0.9,
  cwe: ['CWE-89'],
  location: range(2, 3, 2, 7),
  trace: [{ location: range(1, 1, 1, 2), message: 'starts here' }],
  suggestions: [],
  state: 'new',
  help_url: '/rules/sql-injection',
};

const file: FileReport = {
  path: 'a.py',
  code: 'x = 1\n  evil()\n',
  language: { id: 'python', confidence: 0.9 },
  issues: [issue],
  suppressedCount: 0,
  suppressed: [],
  suppressions: [],
  explanations: [],
  notices: [],
  failure: null,
};
const run = (...files: FileReport[]): RunReport => ({
  model: { version: '1', digest: 'sha256:0' },
  files,
  reused: 0,
  ruleProblems: [],
});

describe('codeFrame', () => {
  it('numbers the lines and puts carets under the range', () => {
    expect(codeFrame(['one', '  two()', 'three', 'four'], range(2, 3, 2, 6), PLAIN)).toEqual([
      '  1 │ one',
      '> 2 │   two()',
      '    │   ^^^',
      '  3 │ three',
    ]);
  });

  it('keeps carets aligned after tabs and wide characters', () => {
    const [, frame = '', carets = ''] = codeFrame(['', '\t日本 = bad', ''], range(2, 7, 2, 10), PLAIN);
    expect(frame).toBe('> 2 │     日本 = bad');
    // two wide characters take four columns
    expect(carets).toBe(`    │ ${' '.repeat(4 + 4 + 3)}^^^`);
  });

  it('shows the part of a very long line that matters', () => {
    const frame = codeFrame([`${'a'.repeat(500_000)}BAD${'b'.repeat(400_000)}`], range(1, 500_001, 1, 500_004), PLAIN);
    expect(Math.max(...frame.map((line) => line.length))).toBeLessThan(200);
    const [code = '', carets = ''] = frame;
    expect(code.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('BAD');
  });

  it('cuts a long range and says so', () => {
    const lines = Array.from({ length: 40 }, (_, n) => `line ${n + 1}`);
    const frame = codeFrame(lines, range(3, 1, 30, 2), PLAIN);
    expect(frame.at(-1)).toContain('22 more lines');
    expect(frame.length).toBeLessThan(20);
  });

  it('shows nothing for a place that is not in the code', () => {
    expect(codeFrame(['a'], range(5, 1, 5, 2), PLAIN)).toEqual([]);
  });
});

describe('terminal text', () => {
  it('lets no escape sequence, control character or reordering through', () => {
    const text = printable('\x1b[31mred\x07\u202Eback\u009b1m').text;
    expect(text).toBe('␛[31mred␇�back�1m');
    expect(singleLine('a\n  b\r\nc')).toBe('a b c');
  });
});

describe('textReport', () => {
  it('shows code, trace and rule, without colours when there is no terminal', () => {
    const text = textReport(run(file), false);
    expect(text).toContain('> 2 │   evil()');
    expect(text).toContain('    1. a.py:1:1  starts here');
    expect(text).toContain('sql-injection · CWE-89 · 90 % sure');
    expect(text).not.toContain('\x1b');
    expect(textReport(run(file), true)).toContain('\x1b[');
  });

  it('reports files that failed, and is silent about clean ones', () => {
    const failed = { ...file, issues: [], failure: 'It took too long.' };
    expect(textReport(run(failed), false)).toContain('not analysed: It took too long.');
    expect(textReport(run({ ...file, issues: [] }), false)).toBe('');
  });

  it('sums up what was found and what was left out, and why', () => {
    const notices = [{ code: 'language_not_supported', message: 'no' }];
    const prose: FileReport = { ...file, issues: [], notices, language: { id: 'markdown', confidence: 1 } };
    const text = summary(run(file, prose), new Map([['binary', 3]]), 1234, false);
    expect(text).toBe(
      '1 finding (1 high) in 1 file · 1.2 s\nSkipped: 1 in languages without an analyser (markdown 1), 3 binary.\n',
    );
    expect(summary(run(), new Map(), 10, false)).toBe('No findings in 0 files · 0.0 s\n');
  });
});

describe('githubReport', () => {
  it('escapes as workflow commands ask', () => {
    const odd: FoundIssue = { ...issue, location: { ...issue.location, path: 'a,b:c%.py' }, trace: [] };
    expect(githubReport(run({ ...file, issues: [odd] }))).toBe(
      '::error file=a%2Cb%3Ac%25.py,line=2,endLine=2,col=3,endColumn=7,title=sql-injection CWE-89::Bad, 100 %25 bad:%0Areally\n',
    );
  });

  it('leaves columns out over several lines, and adds the trace', () => {
    const long: FoundIssue = { ...issue, severity: 'low', location: range(2, 3, 4, 1) };
    const text = githubReport(run({ ...file, issues: [long] }));
    expect(text).toMatch(/^::notice file=a\.py,line=2,endLine=4,title=/);
    expect(text).toContain('%0A1. a.py:1 starts here');
  });
});

describe('machine reports', () => {
  it('JSON counts and names what was skipped', () => {
    const report = JSON.parse(jsonReport(run(file), new Map([['not UTF-8', 2]])));
    expect(report).toMatchObject({ issue_count: 1, skipped: { not_utf_8: 2 } });
    expect(report.files[0].issues[0].rule_id).toBe('sql-injection');
  });

  it('SARIF says that a run with a failed file was not successful', () => {
    const log = JSON.parse(sarifReport(run(file, { ...file, path: 'b.py', issues: [], failure: 'Too slow.' })));
    expect(log.runs[0].invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: 'Too slow.' } }],
    });
    expect(log.runs[0].tool.driver.rules[0].help.markdown).toContain('# SQL injection');
  });
});

describe('createProgressBar', () => {
  function drawing(isTTY: boolean): { readonly written: string[]; readonly at: (ms: number, done: number) => void } {
    const written: string[] = [];
    let time = 0;
    const terminal = { isTTY, columns: 80, write: (text: string) => written.push(text) };
    const bar = createProgressBar(terminal, { now: () => time });
    return {
      written,
      at: (ms, done) => {
        time = ms;
        if (done < 0) bar.clear();
        else bar.update(done, 10);
      },
    };
  }

  it('draws on a terminal after a moment, not too often, and goes away', () => {
    const { written, at } = drawing(true);
    at(100, 1);
    at(500, 5);
    at(510, 6);
    at(700, 7);
    at(701, -1);
    expect(written).toHaveLength(3);
    expect(written[0]).toContain('5/10 files, 1 s left');
    expect(written[2]).toBe('\r\x1b[2K');
  });

  it('draws nothing elsewhere', () => {
    const { written, at } = drawing(false);
    at(900, 5);
    at(1000, -1);
    expect(written).toEqual([]);
  });
});

describe('closest', () => {
  it('finds the name that was meant, and none when none is near', () => {
    expect(closest('sql-injecton', ['sql-injection', 'code-injection'])).toBe('sql-injection');
    expect(closest('zzz', ['sql-injection'])).toBeNull();
  });
});
