// How a value got its taint: a linked list, newest entry first, turned into words only when it is reported.
import type { Program } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import type { Taint } from './taint.ts';

export type TraceEvent =
  | 'source' // label: what kind of input it is, in words
  | 'assigned' // label: the variable
  | 'stored' // label: the member or key
  | 'passed' // label: function and parameter
  | 'returned' // label: the function
  | 'joined' // became part of a text
  | 'printed' // by a template: what it prints unescaped
  | 'through' // label: `GUESSED` where nothing is known about the call that it came through
  | 'read'; // label: the variable or key it was read from

/** `program` and `node` say where; `node` belongs to the program's tree. */
export interface Trace {
  readonly previous: Trace | null;
  readonly program: Program;
  readonly node: NodeIndex;
  readonly event: TraceEvent;
  readonly label: string;
  readonly length: number;
  /** source bits that began it: on a join, the graver source is shown */
  readonly sources: Taint;
  /** somebody typed it at a prompt */
  readonly isTyped: boolean;
}

export function sourceTrace(program: Program, node: NodeIndex, label: string, sources: Taint, isTyped = false): Trace {
  return { previous: null, program, node, event: 'source', label, length: 1, sources, isTyped };
}

/** Label of an entry: that what goes into a call comes out of it is a guess. */
export const GUESSED = 'guessed';

/** One more entry; nothing when there is no trace, when it is long already, or when it says the same thing again. */
export function extendTrace(
  previous: Trace | null,
  program: Program,
  node: NodeIndex,
  event: TraceEvent,
  label: string,
): Trace | null {
  if (previous === null || previous.length >= LIMITS.traceLength) return previous;
  if (previous.node === node && previous.event === event && previous.program === program) return previous;
  const { sources, isTyped, length } = previous;
  return { previous, program, node, event, label, length: length + 1, sources, isTyped };
}

/** Of two traces the one to show: the graver source (lower bits are graver, a parameter weighs least), then the shorter. */
export function betterTrace(a: Trace | null, b: Trace | null): Trace | null {
  if (a === null || a === b) return b;
  if (b === null) return a;
  const difference = gravity(a.sources) - gravity(b.sources);
  if (difference !== 0) return difference < 0 ? a : b;
  return b.length < a.length ? b : a;
}

const PARAMETER_BIT = 2;

function gravity(sources: Taint): number {
  if (sources === PARAMETER_BIT) return 99;
  return sources & 1 ? 0 : 31 - Math.clz32(sources & -sources);
}
