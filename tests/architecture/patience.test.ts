// No test fails because the machine is busy: time-outs are for what hangs, and nothing is measured by the clock on the wall.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import config from '../../vitest.config.ts';
import { sourceFiles } from './source-files.ts';

/** Of a wait for something that will come. */
const SHORTEST_WAIT_MS = 60_000;
const LONGEST_TEST_MS = config.test?.testTimeout ?? 0;

/** But for this one, which quotes what it looks for. */
const tests = sourceFiles().filter((path) => path.endsWith('.test.ts') && !path.endsWith('/patience.test.ts'));
const numberOf = (text: string | undefined) => Number(text?.replaceAll('_', ''));

/** What of a file is impatient, with its line. */
function impatience(text: string): string[] {
  const lines = text.split('\n').flatMap((line, index, all) => {
    const wait = /\btimeout: ([\d_]+)|vi\.waitFor\(.*, ([\d_]+)\);$/.exec(line);
    const isLast = /^\s*\},$/.test(all[index - 1] ?? '') && /^\s*\)/.test(all[index + 1] ?? '');
    const end =
      /^\s*\}, (\d[\d_]{3,})\);$/.exec(line) ??
      /\b(?:test|hook)Timeout: (\d[\d_]*)/.exec(line) ??
      (isLast ? /^\s*(\d[\d_]{3,}),$/.exec(line) : null);
    const isMeasured = /expect\(.*performance\.now\(\).*\)\.toBeLess/.test(line);
    const isShort =
      (wait !== null && numberOf(wait[1] ?? wait[2]) < SHORTEST_WAIT_MS) ||
      (end !== null && numberOf(end[1]) < LONGEST_TEST_MS);
    return isShort || isMeasured ? [`${index + 1}: ${line.trim()}`] : [];
  });
  return [...lines, ...hastyWaits(text)];
}

/** Waits without a time-out of their own: by itself `vi.waitFor` gives up after a second. */
function hastyWaits(text: string): string[] {
  return [...text.matchAll(/\bvi\.waitFor\(/g)].flatMap(({ index }) => {
    const call = text.slice(index, endOfCall(text, index + 'vi.waitFor'.length));
    if (/\btimeout\b|,\s*[\d_]+,?\s*\)$|,\s*\w*_MS,?\s*\)$/.test(call)) return [];
    const line = text.slice(0, index).split('\n').length;
    return [`${line}: ${call.split('\n')[0]?.trim()} (it waits for a second only)`];
  });
}

function endOfCall(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}

describe('tests', () => {
  it('wait long enough', () => {
    expect(tests.length).toBeGreaterThan(200);
    const found = tests.flatMap((path) => impatience(readFileSync(path, 'utf8')).map((line) => `${path}:${line}`));
    expect(found).toEqual([]);
  });

  it('would be found impatient', () => {
    for (const line of [
      '  }, 30_000);',
      '    },\n    120_000,\n  );',
      'vi.setConfig({ testTimeout: 120_000 });',
      '    await vi.waitFor(check, { timeout: 5000 });',
      '  await vi.waitFor(() => expect(seen).toBe(1), 10_000);',
      '  await vi.waitFor(async () => {\n    expect(await seen()).toBe(1);\n  });',
      '    expect(performance.now() - started).toBeLessThan(2000);',
    ]) {
      expect([line, impatience(line)]).toEqual([line, [expect.any(String)]]);
    }
    for (const line of [
      '  expect(await service.analyze(job)).toEqual([]);\n  }, 900_000);',
      '  await vi.waitFor(\n    () => expect(seen).toBe(1),\n    START_MS,\n  );',
    ]) {
      expect(impatience(line)).toEqual([]);
    }
  });
});
