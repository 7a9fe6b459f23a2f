// The Python front end: from syntax tree to program.
import type { Export, Program } from '../../ir.ts';
import { childByField, kindOf, type SyntaxTree, textOf } from '../../parsing/syntax-tree.ts';
import type { LanguageFrontEnd } from '../lowering.ts';
import { ProgramBuilder } from '../program-builder.ts';
import { ScopeStack } from '../scope.ts';
import type { PythonContext } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { type BoundNames, globalNamesOf } from './names.ts';
import { declareNames } from './scopes.ts';
import { lowerStatement } from './statements.ts';

function contextOf(tree: SyntaxTree): PythonContext {
  const context: PythonContext = {
    tree,
    builder: new ProgramBuilder(tree),
    scopes: new ScopeStack(),
    wildcards: [],
    imports: [],
    classPath: [],
    classNames: classNamesOf(tree),
    methods: new Set(),
    expression: (node) => lowerExpression(context, node),
    steps: (node) => lowerStatement(context, node),
    functionOf: (node, decorators) => lowerFunction(context, node, decorators),
  };
  return context;
}

function classNamesOf(tree: SyntaxTree): Set<string> {
  const names = new Set<string>();
  for (let node = 0; node < tree.count; node++) {
    if (kindOf(tree, node) !== 'class_definition') continue;
    const name = childByField(tree, node, 'name');
    if (name >= 0) names.add(textOf(tree, name));
  }
  return names;
}

/** Every module-level name can be imported by others. */
function exportsOf({ scopes }: PythonContext, names: BoundNames): Export[] {
  const all = new Set([...names.variables.keys(), ...names.imports.map(({ local }) => local)]);
  return [...all].filter((name) => scopes.has(name)).map((name) => ({ name, value: scopes.read(name, 0) }));
}

function lowerPython(tree: SyntaxTree, path: string): Program {
  const context = contextOf(tree);
  const { builder, scopes } = context;
  const id = builder.openFunction();
  const names = declareNames(context, 0);
  for (const name of globalNamesOf(tree)) if (!scopes.has(name)) scopes.declareInFile(name);
  const body = context.steps(0);
  const exports = exportsOf(context, names);
  const main = builder.closeMain(id, body, scopes.leaveFunction());
  return builder.finish({
    language: 'python',
    path,
    wildcards: context.wildcards,
    imports: context.imports,
    main,
    exports,
  });
}

export const pythonFrontEnd: LanguageFrontEnd = { language: 'python', lower: lowerPython };
