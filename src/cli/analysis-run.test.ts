import { describe, expect, it } from 'vitest';
import { ownDocuments } from '../model-service/index.ts';
import { type RunOptions, runAnalyses } from './analysis-run.ts';
import { builtInRuleIds } from './own-rule-files.ts';
import type { SkipCounts, SourceFile, SourceText } from './source-files.ts';

const DEFECT = `import os
from flask import request

def show():
    os.system("ls " + request.args["path"])
`;

const SOURCES: Readonly<Record<string, SourceText>> = {
  'bad.py': { code: DEFECT },
  'good.py': { code: 'def add(a, b):\n    return a + b\n' },
  'picture.bin': { reason: 'binary' },
};

const ALL: RunOptions = {
  language: null,
  enabledRules: null,
  disabledRules: [],
  minimumSeverity: 'info',
  minimumConfidence: 0.3,
  today: '2026-01-01',
  threads: 0,
  timeoutMs: 10_000,
  memoryMb: 512,
};

async function run(paths: readonly string[], options: Partial<RunOptions> = {}, named = false) {
  const files: SourceFile[] = paths.map((path) => ({ file: `/${path}`, path, named }));
  const skipped: SkipCounts = new Map();
  const progress: number[] = [];
  const report = await runAnalyses(
    files,
    { ...ALL, ...options },
    {
      skipped,
      onProgress: (done) => progress.push(done),
      readText: ({ path }) => SOURCES[path] ?? { reason: 'unreadable' },
    },
  );
  return { report, skipped, progress, issues: report.files.flatMap((file) => file.issues) };
}

describe('runAnalyses', () => {
  it('reports files in the order given, counts what is no text, and tells how far it is', async () => {
    const { report, skipped, progress, issues } = await run(['good.py', 'picture.bin', 'bad.py']);
    expect(report.files.map(({ path }) => path)).toEqual(['good.py', 'bad.py']);
    expect(issues.map(({ rule_id, location }) => [rule_id, location.path])).toEqual([['command-injection', 'bad.py']]);
    expect(skipped.get('binary')).toBe(1);
    expect(progress).toEqual([1, 2, 3]);
    expect(report.model.digest).toMatch(/^sha256:/);
  });

  it('makes a failure of a file that was named and is no text', async () => {
    const { report, skipped } = await run(['picture.bin'], {}, true);
    expect(report.files[0]?.failure).toBe('The file is binary.');
    expect(skipped.size).toBe(0);
  });

  it.each<[string, Partial<RunOptions>]>([
    ['other rules alone', { enabledRules: ['sql-injection'] }],
    ['a rule left out', { disabledRules: ['command-injection', 'dynamic-command'] }],
    ['more confidence', { minimumConfidence: 1 }],
  ])('finds nothing with %s', async (_, options) => {
    expect((await run(['bad.py'], options)).issues).toEqual([]);
  });

  it('keeps what is grave enough, and hands the declared language on', async () => {
    const { issues } = await run(['bad.py'], { minimumSeverity: 'critical' });
    expect(issues).toHaveLength(1);
    const declared = await run(['good.py'], { language: 'ruby' });
    expect(declared.report.files[0]?.notices.map(({ code }) => code)).toContain('language_mismatch');
  });

  it('leaves the built-in rules out where only own ones are wanted', async () => {
    const text =
      'rules:\n  - id: no-show\n    languages: [python]\n    severity: WARNING\n    message: No.\n    pattern: "def show(): ..."\n';
    const own = ownDocuments([{ name: 'rules.yaml', text }], []);
    const ids = ({ issues }: Awaited<ReturnType<typeof run>>) => issues.map(({ rule_id }) => rule_id);
    expect(ids(await run(['bad.py'], { own }))).toEqual(['no-show', 'command-injection']);
    expect(ids(await run(['bad.py'], { own, disabledRules: builtInRuleIds(own) }))).toEqual(['no-show']);
    expect(() => builtInRuleIds(ownDocuments([], []))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('does nothing with no files', async () => {
    expect((await run([])).report.files).toEqual([]);
  });
});
