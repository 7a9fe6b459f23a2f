// Opens Python scopes: declares what a body binds before the body is lowered.
import type { Step } from '../../ir.ts';
import { type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import type { PythonContext } from './context.ts';
import { type BoundNames, boundNamesOf, type ImportedName } from './names.ts';

/** Declares in the innermost block everything that `body` binds. Parameters must have been declared before. */
export function declareNames(context: PythonContext, body: NodeIndex): BoundNames {
  const { scopes } = context;
  const names = boundNamesOf(context.tree, body);
  for (const name of names.globals) scopes.declareInFile(name);
  for (const imported of names.imports) {
    if (isOuter(names, imported.local) || staysVariable(names, imported)) continue;
    scopes.bind(imported.local, (node) => ({ kind: 'import', node, module: imported.module, name: imported.name }));
  }
  for (const name of names.variables.keys()) {
    if (!isOuter(names, name) && !scopes.hasInBlock(name)) scopes.declare(name);
  }
  context.wildcards.push(...names.wildcards);
  for (const { node, whole } of names.imports) context.imports.push({ node, name: whole });
  return names;
}

function isOuter(names: BoundNames, name: string): boolean {
  return names.globals.has(name) || names.nonlocals.has(name);
}

/**
 * A name that is imported and also assigned: only `name = None` and the like after a failed import leave it what it
 * is, so that facts of the library still apply; otherwise it is a variable that the import assigns to.
 */
function staysVariable(names: BoundNames, imported: ImportedName): boolean {
  return names.variables.get(imported.local) === true;
}

/** Steps of an import statement: none for names that stand for the import, assignments for the others. */
export function importSteps(context: PythonContext, statement: NodeIndex): Step[] {
  const steps: Step[] = [];
  for (const { node, local, module, name } of boundNamesOf(context.tree, statement).imports) {
    const target = context.scopes.target(local, node);
    if (target.kind !== 'variable') continue;
    const value = { kind: 'import', node, module, name } as const;
    steps.push({
      kind: 'evaluate',
      node,
      expression: { kind: 'assign', node, target, value, operator: null },
    });
  }
  return steps;
}

/** The identifier's meaning here. */
export function readName(context: PythonContext, node: NodeIndex) {
  return context.scopes.read(textOf(context.tree, node), node);
}
