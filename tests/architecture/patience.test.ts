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
  return text.split('\n').flatMap((line, index) => {
    const wait = /\btimeout: ([\d_]+)|vi\.waitFor\(.*, ([\d_]+)\);$/.exec(line);
    const end = /^\s*\}, (\d[\d_]{3,})\);$/.exec(line);
    const isMeasured = /expect\(.*performance\.now\(\).*\)\.toBeLess/.test(line);
    const isShort =
      (wait !== null && numberOf(wait[1] ?? wait[2]) < SHORTEST_WAIT_MS) ||
      (end !== null && numberOf(end[1]) < LONGEST_TEST_MS);
    return isShort || isMeasured ? [`${index + 1}: ${line.trim()}`] : [];
  });
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
      '    await vi.waitFor(check, { timeout: 5000 });',
      '  await vi.waitFor(() => expect(seen).toBe(1), 10_000);',
      '    expect(performance.now() - started).toBeLessThan(2000);',
    ]) {
      expect(impatience(line)).toHaveLength(1);
    }
    expect(impatience('  expect(await service.analyze(job)).toEqual([]);\n  }, 900_000);')).toEqual([]);
  });
});
