// Which function of a file an offset lies in.
import type { FunctionDefinition, Program } from './ir.ts';
import { endOf, startOf } from './parsing/syntax-tree.ts';

/** Functions by where they start; `around` is the index of the one that encloses each, or -1. */
interface FunctionRanges {
  readonly definitions: readonly FunctionDefinition[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly around: readonly number[];
}

const RANGES = new WeakMap<Program, FunctionRanges>();

/** The innermost function around an offset; the file's own steps where there is none. */
export function functionAround(program: Program, offset: number): FunctionDefinition {
  const { definitions, starts, ends, around } = rangesOf(program);
  let low = -1;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  let index = low;
  while (index >= 0 && ends[index] <= offset) index = around[index];
  return index < 0 ? program.main : definitions[index];
}

function rangesOf(program: Program): FunctionRanges {
  let ranges = RANGES.get(program);
  if (ranges === undefined) {
    ranges = measure(program);
    RANGES.set(program, ranges);
  }
  return ranges;
}

function measure(program: Program): FunctionRanges {
  const start = (definition: FunctionDefinition): number => startOf(program.tree, definition.node);
  const end = (definition: FunctionDefinition): number => endOf(program.tree, definition.node);
  const definitions = program.functions.filter((definition) => definition !== program.main);
  definitions.sort((a, b) => start(a) - start(b) || end(b) - end(a));
  const starts = definitions.map(start);
  const ends = definitions.map(end);
  const around: number[] = [];
  const open: number[] = [];
  for (let index = 0; index < definitions.length; index++) {
    while (open.length > 0 && ends[open[open.length - 1]] <= starts[index]) open.pop();
    around.push(open.at(-1) ?? -1);
    open.push(index);
  }
  return { definitions, starts, ends, around };
}
