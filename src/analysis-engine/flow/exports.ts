// What a file exports, by name.
import type { Program } from '../ir.ts';

type Export = Program['exports'][number];

const KNOWN = new WeakMap<Program, ReadonlyMap<string, Export>>();

/** What a file exports under a name, the first of several: big files are asked for hundreds of names by every other file. */
export function exportNamed(program: Program, name: string): Export | undefined {
  let byName = KNOWN.get(program);
  if (byName === undefined) {
    byName = new Map([...program.exports].reverse().map((each) => [each.name, each] as const));
    KNOWN.set(program, byName);
  }
  return byName.get(name);
}
