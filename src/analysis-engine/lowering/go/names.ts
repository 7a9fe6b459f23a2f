// What identifiers stand for: variables, imported packages, and names of other files of the package.
import type { Expression, Target, TypeName } from '../../ir.ts';
import { type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import type { GoContext } from './context.ts';

/** Names that every file knows without an import. */
const UNIVERSE: ReadonlySet<string> = new Set(
  'append cap clear close complex copy delete imag len make max min new panic print println real recover any error'.split(
    ' ',
  ),
);

export function readName(context: GoContext, node: NodeIndex): Expression {
  const { scopes, outline } = context;
  const name = textOf(context.tree, node);
  if (name === 'iota' || name === '_') return { kind: 'unknown', node, parts: [] };
  if (scopes.has(name)) return scopes.read(name, node);
  if (outline.dotImports.length === 1 && !UNIVERSE.has(name)) {
    return { kind: 'import', node, module: outline.dotImports[0], name };
  }
  return { kind: 'global', node, name };
}

/** Declares a local and gives the target that writes it; `_` takes anything and keeps nothing. */
export function declareTarget(context: GoContext, node: NodeIndex, type: TypeName | null = null): Target {
  const name = textOf(context.tree, node);
  if (name === '_') return nowhere(node);
  return { kind: 'variable', node, variable: context.scopes.declare(name), type: type ?? errorType(name) };
}

export const nowhere = (node: NodeIndex): Target => ({ kind: 'pattern', node, entries: [] });

/** What is called `err` is an error, whatever function it came from. */
function errorType(name: string): TypeName | null {
  return name === 'err' || /[a-z]Err$/.test(name) ? 'error' : null;
}

/** Where an assignment to an expression writes. */
export function targetOf(context: GoContext, node: NodeIndex): Target {
  if (textOf(context.tree, node) === '_') return nowhere(node);
  const place = context.expression(node);
  switch (place.kind) {
    case 'variable':
      return { kind: 'variable', node, variable: place.variable, type: errorType(place.variable.name) };
    case 'global':
    case 'member':
    case 'index':
      return place;
    case 'import':
      return place.name === null
        ? nowhere(node)
        : { kind: 'member', node, object: { ...place, name: null }, key: place.name };
    default:
      return nowhere(node);
  }
}
