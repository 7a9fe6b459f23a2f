// Compound statements: if, while, for, try, with.
import type { BranchArm, Expression, Handler, Step, TypeName } from '../../ir.ts';
import { childByField, childrenByField, hasToken, kindOf, type NodeIndex } from '../../parsing/syntax-tree.ts';
import { onlyPart, type PythonContext, partsOf } from './context.ts';
import { targetOf } from './targets.ts';
import { typeNameOf } from './types.ts';

function stepsIn(context: PythonContext, node: NodeIndex, field: string): Step[] {
  const block = childByField(context.tree, node, field);
  return block < 0 ? [] : context.steps(block);
}

function expressionIn(context: PythonContext, node: NodeIndex, field: string): Expression | null {
  const child = childByField(context.tree, node, field);
  return child < 0 ? null : context.expression(child);
}

const missing = (node: NodeIndex): Expression => ({ kind: 'unknown', node, parts: [] });

/** The arms of an else-if chain are siblings in the grammar, so long chains nest nothing. */
export function lowerIf(context: PythonContext, node: NodeIndex): Step[] {
  const armOf = (clause: NodeIndex): BranchArm => ({
    condition: expressionIn(context, clause, 'condition') ?? missing(clause),
    body: stepsIn(context, clause, 'consequence'),
  });
  const arms = [armOf(node)];
  for (const clause of childrenByField(context.tree, node, 'alternative')) {
    if (kindOf(context.tree, clause) === 'elif_clause') arms.push(armOf(clause));
    else arms.push({ condition: null, body: stepsIn(context, clause, 'body') });
  }
  return [{ kind: 'branch', node, arms }];
}

function otherwiseOf(context: PythonContext, node: NodeIndex): Step[] {
  const clause = childByField(context.tree, node, 'alternative');
  return clause < 0 ? [] : stepsIn(context, clause, 'body');
}

export function lowerWhile(context: PythonContext, node: NodeIndex): Step[] {
  const condition = expressionIn(context, node, 'condition');
  const body = stepsIn(context, node, 'body');
  const otherwise = otherwiseOf(context, node);
  const loop = { kind: 'while', condition, testsFirst: true, update: [], body, otherwise } as const;
  return [{ kind: 'loop', node, loop, label: null }];
}

export function lowerFor(context: PythonContext, node: NodeIndex): Step[] {
  const left = childByField(context.tree, node, 'left');
  const value = expressionIn(context, node, 'right') ?? missing(node);
  const target = left < 0 ? ({ kind: 'pattern', node, entries: [] } as const) : targetOf(context, left);
  const iterable: Expression = hasToken(context.tree, node, 'async') ? { kind: 'await', node, value } : value;
  const body = stepsIn(context, node, 'body');
  const otherwise = otherwiseOf(context, node);
  const loop = { kind: 'each', target, iterable, iterates: 'elements', body, otherwise } as const;
  return [{ kind: 'loop', node, loop, label: null }];
}

/** `with a as b, c: body` is the assignments and then the body: what is entered is taken to be the value itself. */
export function lowerWith(context: PythonContext, node: NodeIndex): Step[] {
  const { tree } = context;
  const isAsync = hasToken(tree, node, 'async');
  const clauses = partsOf(context, node).filter((part) => kindOf(tree, part) === 'with_clause');
  const items = clauses.flatMap((clause) => partsOf(context, clause));
  const steps: Step[] = [];
  for (const item of items) {
    const value = childByField(tree, item, 'value');
    if (value < 0) continue;
    const entered = context.expression(value);
    const expression = isAsync ? awaited(entered) : entered;
    steps.push({ kind: 'evaluate', node: item, expression });
  }
  for (const step of stepsIn(context, node, 'body')) steps.push(step);
  return steps;
}

function awaited(entered: Expression): Expression {
  if (entered.kind !== 'assign') return { kind: 'await', node: entered.node, value: entered };
  return { ...entered, value: { kind: 'await', node: entered.node, value: entered.value } };
}

export function lowerTry(context: PythonContext, node: NodeIndex): Step[] {
  const { tree } = context;
  const handlers: Handler[] = [];
  let otherwise: Step[] = [];
  let last: Step[] = [];
  const body = stepsIn(context, node, 'body');
  for (const part of partsOf(context, node)) {
    const kind = kindOf(tree, part);
    if (kind === 'except_clause' || kind === 'except_group_clause') handlers.push(lowerHandler(context, part));
    else if (kind === 'else_clause') otherwise = stepsIn(context, part, 'body');
    else if (kind === 'finally_clause') last = partsOf(context, part).flatMap(context.steps);
  }
  return [{ kind: 'try', node, body, handlers, otherwise, finally: last }];
}

/** `except (A, b.C) as e`; no types: catches everything. */
function lowerHandler(context: PythonContext, node: NodeIndex): Handler {
  const { tree } = context;
  const types: TypeName[] = [];
  let alias = childByField(tree, node, 'alias');
  for (const value of childrenByField(tree, node, 'value')) {
    const isAliased = kindOf(tree, value) === 'as_pattern';
    if (isAliased) alias = childByField(tree, value, 'alias');
    const caught = isAliased ? onlyPart(context, value) : value;
    if (caught < 0) continue;
    for (const one of kindOf(tree, caught) === 'tuple' ? partsOf(context, caught) : [caught]) {
      const type = typeNameOf(context, one);
      if (type !== null) types.push(type);
    }
  }
  const blocks = partsOf(context, node).filter((part) => kindOf(tree, part) === 'block');
  return {
    node,
    types,
    target: alias < 0 ? null : targetOf(context, alias),
    body: blocks.flatMap(context.steps),
  };
}
