// The checklist of docs/security.md is whole, honest in its words, and names tests that exist.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** ASVS 5.0: the requirements of level 1 and 2 in each section, which are the first so many of it. */
const LEVEL_2: Readonly<Record<string, number>> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
  '17.1': 1,
  '17.2': 4,
  '17.3': 2,
};

interface Row {
  readonly numbers: readonly string[];
  readonly state: string;
  readonly how: string;
  readonly tests: readonly string[];
}

const text = readFileSync('docs/security.md', 'utf8');
const rows: Row[] = [...text.matchAll(/^\| (\d[\d., –]*) \| [^|]+ \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$/gm)].map(
  ([, numbers = '', state = '', how = '', shown = '']) => ({
    numbers: numbers.split(', ').flatMap(expand),
    state: state.trim(),
    how: how.trim(),
    tests: [...shown.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
  }),
);

/** `1.2.6–8` as three numbers */
function expand(numbers: string): string[] {
  const [section = '', first = '', last = first] = /^(\d+\.\d+)\.(\d+)(?:–(\d+))?$/.exec(numbers)?.slice(1) ?? [];
  const count = Number(last || first) - Number(first) + 1;
  return Array.from({ length: count }, (_, index) => `${section}.${Number(first) + index}`);
}

describe('the security checklist', () => {
  it('has every requirement of level 1 and 2, once', () => {
    const wanted = Object.entries(LEVEL_2).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
    );
    expect(rows.flatMap(({ numbers }) => numbers).sort()).toEqual(wanted.sort());
    expect(wanted).toHaveLength(253);
  });

  it('says of each how it is met, or why not', () => {
    const states = ['met', 'partly', 'not met', 'not applicable'];
    expect(rows.filter(({ state, how }) => !states.includes(state) || how === '')).toEqual([]);
  });

  it('names tests that exist', () => {
    const named = rows.flatMap(({ tests }) => tests);
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter((path) => !/\.test\.ts$/.test(path) || !existsSync(path))).toEqual([]);
  });
});
