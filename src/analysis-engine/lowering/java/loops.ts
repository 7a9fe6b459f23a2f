// Loops of Java → loops of the IR.
import type { Expression, Step } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { lowerExpression, lowerUpdateEffect, stripParentheses } from './expressions.ts';
import { declareLocal, type JavaFile } from './java-file.ts';
import { bodyOf, lowerStatement } from './statements.ts';
import { declaredType } from './type-names.ts';

function conditionOf(file: JavaFile, node: NodeIndex): Expression | null {
  const condition = childByField(file.tree, node, 'condition');
  return condition < 0 ? null : lowerExpression(file, stripParentheses(file, condition));
}

export function lowerWhile(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null): void {
  const condition = conditionOf(file, node);
  const body = bodyOf(file, childByField(file.tree, node, 'body'));
  const loop = { kind: 'while', condition, testsFirst: true, update: [], body, otherwise: [] } as const;
  steps.push({ kind: 'loop', node, loop, label });
}

export function lowerDo(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null): void {
  const body = bodyOf(file, childByField(file.tree, node, 'body'));
  const condition = conditionOf(file, node);
  const loop = { kind: 'while', condition, testsFirst: false, update: [], body, otherwise: [] } as const;
  steps.push({ kind: 'loop', node, loop, label });
}

/** The initialisers run before the loop, in the loop's own scope. */
export function lowerFor(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null): void {
  const { tree } = file;
  file.scopes.enterBlock();
  for (const initializer of childrenByField(tree, node, 'init')) lowerStatement(file, initializer, steps);
  const condition = conditionOf(file, node);
  const body = bodyOf(file, childByField(tree, node, 'body'));
  const update = childrenByField(tree, node, 'update').map((part) =>
    kindOf(tree, part) === 'update_expression' ? lowerUpdateEffect(file, part) : lowerExpression(file, part),
  );
  file.scopes.leaveBlock();
  const loop = { kind: 'while', condition, testsFirst: true, update, body, otherwise: [] } as const;
  steps.push({ kind: 'loop', node, loop, label });
}

export function lowerForEach(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null): void {
  const { tree } = file;
  const value = childByField(tree, node, 'value');
  const iterable = value < 0 ? file.builder.unknown(node) : lowerExpression(file, value);
  file.scopes.enterBlock();
  const name = childByField(tree, node, 'name');
  const type = declaredType(file, childByField(tree, node, 'type'), childByField(tree, node, 'dimensions'));
  const variable = declareLocal(file, name < 0 ? '' : textOf(tree, name), type);
  const target = { kind: 'variable', node: name < 0 ? node : name, variable, type: type.name } as const;
  const body = bodyOf(file, childByField(tree, node, 'body'));
  file.scopes.leaveBlock();
  const loop = { kind: 'each', target, iterable, iterates: 'elements', body, otherwise: [] } as const;
  steps.push({ kind: 'loop', node, loop, label });
}
