// The Go front end: from syntax tree to program.
import type { Program } from '../../ir.ts';
import { childrenByField, kindOf, type NodeIndex, type SyntaxTree, textOf } from '../../parsing/syntax-tree.ts';
import type { LanguageFrontEnd } from '../lowering.ts';
import { ProgramBuilder } from '../program-builder.ts';
import { ScopeStack } from '../scope.ts';
import { type GoContext, newFunctionState, partsOf } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { fieldText, outlineOf } from './outline.ts';
import { lowerStatement } from './statements.ts';
import { isClass } from './types.ts';

function contextOf(tree: SyntaxTree): GoContext {
  const context: GoContext = {
    tree,
    builder: new ProgramBuilder(tree),
    scopes: new ScopeStack(),
    outline: outlineOf(tree),
    functions: [newFunctionState()],
    typeParameters: [],
    expression: (node) => lowerExpression(context, node),
    steps: (node, label = null) => lowerStatement(context, node, label),
  };
  return context;
}

/** Everything at package level may be used before it is declared; what a file declares goes before what it imports. */
function declarePackageLevel(context: GoContext): string[] {
  const { tree, scopes, outline } = context;
  const names = new Set<string>();
  for (const part of partsOf(context, 0)) {
    const kind = kindOf(tree, part);
    if (kind === 'function_declaration') names.add(fieldText(tree, part, 'name'));
    if (kind === 'var_declaration' || kind === 'const_declaration') addNames(context, part, names);
  }
  for (const name of outline.types.keys()) if (isClass(context, name)) names.add(name);
  names.delete('_');
  names.delete('');
  for (const name of names) scopes.declareInFile(name);
  for (const [local, module] of outline.imports) {
    scopes.bind(local, (node) => ({ kind: 'import', node, module, name: null }));
  }
  return [...names];
}

function addNames(context: GoContext, declaration: NodeIndex, names: Set<string>): void {
  const { tree } = context;
  for (const part of partsOf(context, declaration)) {
    if (kindOf(tree, part) === 'var_spec_list') addNames(context, part, names);
    for (const name of childrenByField(tree, part, 'name')) {
      if (kindOf(tree, name) === 'identifier') names.add(textOf(tree, name));
    }
  }
}

function lowerGo(tree: SyntaxTree, path: string): Program {
  const context = contextOf(tree);
  const { builder, scopes, outline } = context;
  const id = builder.openFunction();
  const names = declarePackageLevel(context);
  const body = context.steps(0);
  const exports = names.map((name) => ({ name, value: scopes.read(name, 0) }));
  const main = builder.closeMain(id, body, scopes.leaveFunction());
  return builder.finish({
    language: 'go',
    path,
    namespace: outline.packageName,
    wildcards: outline.dotImports,
    main,
    exports,
  });
}

export const goFrontEnd: LanguageFrontEnd = { language: 'go', lower: lowerGo };
