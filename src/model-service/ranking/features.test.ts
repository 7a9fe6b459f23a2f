import { describe, expect, it } from 'vitest';
import { factorsOf } from './factors.ts';
import { rankingFeatures } from './features.ts';
import { wordsOfNames } from './name-words.ts';
import { pathClass } from './path-class.ts';
import { sampleFeatures } from './testing/simulated-team.ts';

const finding = {
  ruleId: 'sql-injection',
  severity: 'high',
  category: 'security',
  confidence: 0.9,
  path: 'src/billing/LegacyInvoices.java',
  within: 'LegacyInvoices.loadHTTPPage2',
  traceSteps: 4,
  crossesFiles: false,
  sealedFeatures: [],
} as const;
const place = { language: 'java', repository: 'git.example/shop' };

describe('rankingFeatures', () => {
  it('holds tokens in the place of names', () => {
    const features = rankingFeatures(finding, place, (kind, name) => `<${kind} ${name.length}>`);
    expect(features).toEqual({
      rule: 'sql-injection',
      severity: 'high',
      category: 'security',
      language: 'java',
      confidence: 0.9,
      path_class: 'source',
      folders: ['<folder 3>', '<folder 11>'],
      segments: ['<segment 3>', '<segment 7>'],
      words: ['<word 6>', '<word 8>', '<word 4>', '<word 4>', '<word 4>'],
      repository: '<repository 16>',
      trace_steps: 4,
      crosses_files: false,
    });
    const json = JSON.stringify(features).toLowerCase();
    for (const name of ['billing', 'legacy', 'invoice', 'load', 'shop']) expect(json).not.toContain(name);
  });

  it('takes what the owner of a sealed finding made of names as it is', () => {
    const sealed = { ...finding, path: 'a3'.repeat(16), within: 'b4'.repeat(16), sealedFeatures: ['00ff00ff00ff00ff'] };
    expect(rankingFeatures(sealed, place, (_, name) => name).words).toEqual(['00ff00ff00ff00ff']);
  });

  it('is small for a deep path and a long name', () => {
    const deep = { ...finding, path: `${'a/b/c/'.repeat(600)}x.py`, within: 'word_'.repeat(10_000) };
    const features = rankingFeatures(deep, place, (_, name) => name);
    expect(features.folders).toHaveLength(4);
    expect(factorsOf(features).length).toBeLessThan(50);
  });
});

describe('factorsOf', () => {
  it('has each factor once', () => {
    const keys = factorsOf(sampleFeatures({})).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('wordsOfNames', () => {
  it.each([
    [['load_http_invoice'], ['load', 'http', 'invoice']],
    [['loadHTTPInvoice2'], ['load', 'http', 'invoice']],
    [
      ['Cart.pay', 'cart'],
      ['cart', 'pay'],
    ],
    [['x1', '_', ''], []],
    [['zählWörter'], ['zähl', 'wörter']],
  ])('%j', (names, words) => {
    expect(wordsOfNames(names)).toEqual(words);
  });
});

describe('pathClass', () => {
  it.each([
    ['src/api/app.py', 'source'],
    ['input', 'source'],
    ['app/tests/unit/app.py', 'tests'],
    ['pkg/server_test.go', 'tests'],
    ['src/view.spec.ts', 'tests'],
    ['examples/basic/a.js', 'examples'],
    ['vendor/lib/tests/a.js', 'vendored'],
    ['web/app.min.js', 'generated'],
    ['db/migrations/001.py', 'migrations'],
    ['scripts/build.py', 'scripts'],
    ['latest/contest.py', 'source'],
  ])('%s is %s', (path, expected) => {
    expect(pathClass(path)).toBe(expected);
  });
});
