// No test fails by chance: what can be found by its text of tests that hang on a moment, on a date, or on what other tests do.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

interface Hazard {
  readonly why: string;
  /** on one line */
  readonly pattern: RegExp;
  /** a file in which it is none */
  readonly unless?: RegExp;
  /** a line that has it */
  readonly example: string;
}

const HAZARDS: readonly Hazard[] = [
  {
    why: 'a second may pass: of a window that runs, the seconds that are left are any number',
    pattern: /;t=\d/,
    unless: /spyOn\(performance, 'now'\)/,
    example: `expect(headers.get('ratelimit')).toBe('"default";r=2;t=60');`,
  },
  {
    why: 'at midnight it is another day: add what may fall on two',
    pattern: /new Date\(\)\.toISOString\(\)\.slice\(0, (?:7|10)\)/,
    example: 'const day = new Date().toISOString().slice(0, 10);',
  },
  {
    why: 'somebody else may be given the port meanwhile: take freePort of tests/services/programs.ts',
    pattern: /function freePort\b|const freePort =/,
    example: 'async function freePort(): Promise<number> {',
  },
  {
    why: 'other tests make and remove what lies there: look into a folder of your own',
    pattern: /readdir(?:Sync)?\(tmpdir\(\)/,
    example: 'const before = readdirSync(tmpdir());',
  },
  {
    why: 'it may have come before anybody waited for it: wait first, then do what brings it',
    pattern: /^\s*await \w+\.waitFor(?:Response|Request|Event)\(/,
    example: `  await page.waitForResponse((response) => response.status() === 201);`,
  },
  {
    why: 'it is another value each time: count, or draw from a seed',
    pattern: /(?:\$\{|^[^'"`]*[=(,]\s*)Math\.random\(\)/,
    example: '  await submit(`x${Math.random()} = 1`);',
  },
  {
    why: 'it counts less than bits: with other bits at the end it may be the same bytes. Change one in the middle',
    pattern: /\.slice\(0, -1\)\}\$\{\w+\.endsWith\(/,
    example: "const changed = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;",
  },
];

/** But for this one, which quotes what it looks for. */
const tests = sourceFiles().filter((path) => path.endsWith('.test.ts') && !path.endsWith('/steadiness.test.ts'));

function hazardsIn(text: string): string[] {
  return HAZARDS.filter(({ unless }) => unless?.test(text) !== true).flatMap(({ why, pattern }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${index + 1}: ${line.trim()} (${why})`] : [])),
  );
}

describe('tests', () => {
  it('hang on no moment, no date and no other test', () => {
    const found = tests.flatMap((path) => hazardsIn(readFileSync(path, 'utf8')).map((line) => `${path}:${line}`));
    expect(found).toEqual([]);
  });

  it.each(HAZARDS)('would be found: $why', ({ example, unless }) => {
    expect(hazardsIn(example)).toHaveLength(1);
    if (unless !== undefined) expect(hazardsIn(`${example}\n${unless.source.replaceAll('\\', '')}`)).toEqual([]);
  });
});
