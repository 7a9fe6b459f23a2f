// Sets of characters as sorted ranges of code units.

/** Sorted, disjoint, both ends inclusive. */
export type CharacterSet = readonly (readonly [from: number, to: number])[];

export const ANY: CharacterSet = [[0, 0xffff]];
export const NOT_NEWLINE: CharacterSet = [
  [0, 9],
  [11, 12],
  [14, 0xffff],
];
const DIGITS: CharacterSet = [[48, 57]];
const WORDS: CharacterSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACES: CharacterSet = [
  [9, 13],
  [32, 32],
  [160, 160],
];

/** The set of a class escape (`d` of `\d`); null when it is none. */
export function classEscape(letter: string): CharacterSet | null {
  switch (letter) {
    case 'd':
      return DIGITS;
    case 'D':
      return complement(DIGITS);
    case 'w':
      return WORDS;
    case 'W':
      return complement(WORDS);
    case 's':
      return SPACES;
    case 'S':
      return complement(SPACES);
    default:
      return null;
  }
}

export function union(sets: readonly CharacterSet[]): CharacterSet {
  const sorted = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function complement(set: CharacterSet): CharacterSet {
  const result: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= 0xffff) result.push([next, 0xffff]);
  return result;
}

/** Whether some character is in both. */
export function intersects(a: CharacterSet, b: CharacterSet): boolean {
  let left = 0;
  let right = 0;
  while (left < a.length && right < b.length) {
    if (a[left][1] < b[right][0]) left++;
    else if (b[right][1] < a[left][0]) right++;
    else return true;
  }
  return false;
}
