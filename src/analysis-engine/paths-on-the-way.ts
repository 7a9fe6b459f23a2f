// Which parts of a request choose a file by themselves: a parameter or a field does, a part of a route seldom, and the path of the
// address only where nothing that the value came through can have cleaned it.
import { fileHolds } from './file-questions.ts';
import type { Trace } from './flow/trace.ts';
import type { Program } from './ir.ts';

const PART_OF_ROUTE = /part of the (?:address|request's path)/;
/** Routes of which a part may hold slashes. */
const HOLDS_SLASHES = /<path:|:path\}|\{\*|\/\*|\(\.[*+]|\*\w+['"`]|:\w+[*+(]/;
const OF_ADDRESS = /\bURL\b|request's path/;
const ASKS_QUERY = /query|search|param/i;
/** `theme: Optional[Theme] = Query(…)`: the framework refuses what is none of the type. */
const DECLARED = /^\w+\s*:\s*(?:Optional\[|Union\[)?\s*([A-Z]\w*)[^=]*=\s*(?:Query|Path|Header|Cookie)\(/;
const TEXTS = new Set(['Any', 'Annotated', 'List', 'Union', 'Optional', 'AnyStr', 'Text', 'Sequence', 'Set', 'Tuple']);

/** A part of a route ends at the next slash, and who answers has mostly looked for what it names. */
export function isRoutePart({ label, program }: Trace): boolean {
  return PART_OF_ROUTE.test(label) && !fileHolds(program.tree, HOLDS_SLASHES);
}

/** Routers and parsers clean the path of an address; Go's does before anything is served. */
export function isCleanedAddress(program: Program, trace: Trace, { label }: Trace, sourceText: string): boolean {
  if (!OF_ADDRESS.test(label) || ASKS_QUERY.test(sourceText)) return false;
  if (program.path.endsWith('.go')) return true;
  for (let at: Trace | null = trace; at !== null; at = at.previous)
    if (at.event === 'passed' || at.event === 'returned') return true;
  return false;
}

/** A parameter of a type of the program's own: one of an enumeration, a number, a date. */
export function isOfOwnType(sourceText: string): boolean {
  const type = DECLARED.exec(sourceText)?.[1];
  return type !== undefined && !TEXTS.has(type);
}
