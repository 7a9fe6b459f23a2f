// try, catch, finally and try-with-resources.
import type { Expression, Handler, Step, Target } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf, textOf } from '../../parsing/syntax-tree.ts';
import { lowerExpression } from './expressions.ts';
import { declareLocal, type JavaFile } from './java-file.ts';
import { bodyOf, lowerSteps } from './statements.ts';
import { declaredType } from './type-names.ts';

const isComment = kindSet('line_comment', 'block_comment');

/** Resources are opened first thing in the body; closing them moves no data and is left out. */
export function lowerTry(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const body: Step[] = [];
  file.scopes.enterBlock();
  const resources = childByField(tree, node, 'resources');
  if (resources >= 0) {
    for (const resource of namedChildrenOf(tree, resources)) lowerResource(file, resource, body);
  }
  const block = childByField(tree, node, 'body');
  if (block >= 0) lowerSteps(file, namedChildrenOf(tree, block), body);
  file.scopes.leaveBlock();
  const handlers: Handler[] = [];
  const final: Step[] = [];
  for (const clause of namedChildrenOf(tree, node)) {
    const kind = kindOf(tree, clause);
    if (kind === 'catch_clause') handlers.push(lowerCatch(file, clause));
    if (kind === 'finally_clause') {
      for (const child of namedChildrenOf(tree, clause)) final.push(...bodyOf(file, child));
    }
  }
  steps.push({ kind: 'try', node, body, handlers, otherwise: [], finally: final });
}

function lowerResource(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const name = childByField(tree, node, 'name');
  const valueNode = childByField(tree, node, 'value');
  if (name < 0 || valueNode < 0) {
    for (const child of namedChildrenOf(tree, node)) {
      if (!isComment(tree, child)) steps.push({ kind: 'evaluate', node, expression: lowerExpression(file, child) });
    }
    return;
  }
  const type = declaredType(file, childByField(tree, node, 'type'));
  const value = lowerExpression(file, valueNode);
  const variable = declareLocal(file, textOf(tree, name), type);
  const target: Target = { kind: 'variable', node: name, variable, type: type.name };
  const expression: Expression = { kind: 'assign', node, target, value, operator: null };
  steps.push({ kind: 'evaluate', node, expression });
}

function lowerCatch(file: JavaFile, node: NodeIndex): Handler {
  const { tree } = file;
  file.scopes.enterBlock();
  const parameter = namedChildrenOf(tree, node).find((child) => kindOf(tree, child) === 'catch_formal_parameter');
  const typeList =
    parameter === undefined
      ? undefined
      : namedChildrenOf(tree, parameter).find((child) => kindOf(tree, child) === 'catch_type');
  const types = typeList === undefined ? [] : namedChildrenOf(tree, typeList).map((type) => declaredType(file, type));
  const name = parameter === undefined ? -1 : childByField(tree, parameter, 'name');
  let target: Target | null = null;
  if (name >= 0) {
    const type = types.length === 1 ? types[0] : { name: 'java.lang.Exception', isIntegral: false };
    const variable = declareLocal(file, textOf(tree, name), type);
    target = { kind: 'variable', node: name, variable, type: type.name };
  }
  const body = bodyOf(file, childByField(tree, node, 'body'));
  file.scopes.leaveBlock();
  return { node, types: types.flatMap((type) => (type.name === null ? [] : [type.name])), target, body };
}
