// if, for, range.
import type { BranchArm, Expression, Step, Target } from '../../ir.ts';
import { childByField, hasToken, kindOf, type NodeIndex } from '../../parsing/syntax-tree.ts';
import { currentFunction, evaluateStep, type GoContext, isComment, partsOf, unknown } from './context.ts';
import { declareTarget, nowhere, targetOf } from './names.ts';
import { lowerCondition } from './operators.ts';

/** Lowers the statement in a field, if there is one. */
export function stepsIn(context: GoContext, node: NodeIndex, field: string): Step[] {
  const child = childByField(context.tree, node, field);
  return child < 0 ? [] : context.steps(child);
}

/** Long chains of else-if nest nothing, unless each declares something first. */
export function lowerIf(context: GoContext, node: NodeIndex): Step[] {
  const { tree, scopes } = context;
  scopes.enterBlock();
  const first = stepsIn(context, node, 'initializer');
  const arms: BranchArm[] = [];
  let at = node;
  while (at >= 0) {
    const condition = childByField(tree, at, 'condition');
    const lowered = condition < 0 ? unknown(at) : lowerCondition(context, condition);
    arms.push({ condition: lowered, body: stepsIn(context, at, 'consequence') });
    const next = childByField(tree, at, 'alternative');
    if (next >= 0 && kindOf(tree, next) === 'if_statement' && childByField(tree, next, 'initializer') < 0) {
      at = next;
      continue;
    }
    if (next >= 0) arms.push({ condition: null, body: context.steps(next) });
    break;
  }
  scopes.leaveBlock();
  return [...first, { kind: 'branch', node, arms }];
}

export function lowerFor(context: GoContext, node: NodeIndex, label: string | null): Step[] {
  const { tree, scopes } = context;
  const head = partsOf(context, node).find((part) => kindOf(tree, part) !== 'block' && !isComment(tree, part)) ?? -1;
  scopes.enterBlock();
  const { breaks } = currentFunction(context);
  breaks.push(null);
  const steps =
    head >= 0 && kindOf(tree, head) === 'range_clause'
      ? rangeLoop(context, node, head, label)
      : whileLoop(context, node, head, label);
  breaks.pop();
  scopes.leaveBlock();
  return steps;
}

function whileLoop(context: GoContext, node: NodeIndex, head: NodeIndex, label: string | null): Step[] {
  const { tree } = context;
  const isClause = head >= 0 && kindOf(tree, head) === 'for_clause';
  const first = isClause ? stepsIn(context, head, 'initializer') : [];
  const test = isClause ? childByField(tree, head, 'condition') : head;
  const condition = test < 0 ? null : lowerCondition(context, test);
  const update = isClause ? stepsIn(context, head, 'update') : [];
  const body = stepsIn(context, node, 'body');
  const expressions = update.flatMap((step) => (step.kind === 'evaluate' ? [step.expression] : []));
  const loop = { kind: 'while', condition, testsFirst: true, update: expressions, body, otherwise: [] } as const;
  return [...first, { kind: 'loop', node, loop, label }];
}

/** `for k, v := range xs`: values alone are iterated over; with the keys, each value is looked up. */
function rangeLoop(context: GoContext, node: NodeIndex, clause: NodeIndex, label: string | null): Step[] {
  const { tree, scopes } = context;
  const right = childByField(tree, clause, 'right');
  const source = right < 0 ? unknown(clause) : context.expression(right);
  const list = childByField(tree, clause, 'left');
  const lefts = list < 0 ? [] : partsOf(context, list);
  const declares = hasToken(tree, clause, ':=');
  const [key, value] = lefts.map((left) => (declares ? declareTarget(context, left) : targetOf(context, left)));
  if (key === undefined || isUnused(key)) {
    const body = stepsIn(context, node, 'body');
    const target = value ?? nowhere(clause);
    const loop = { kind: 'each', target, iterable: source, iterates: 'elements', body, otherwise: [] } as const;
    return [{ kind: 'loop', node, loop, label }];
  }
  const first: Step[] = [];
  let iterable = source;
  if (source.kind !== 'variable' && value !== undefined) {
    const variable = scopes.declareHidden('range');
    const target = { kind: 'variable', node: clause, variable, type: null } as const;
    first.push(evaluateStep(clause, { kind: 'assign', node: clause, target, value: source, operator: null }));
    iterable = { kind: 'variable', node: clause, variable };
  }
  const body = stepsIn(context, node, 'body');
  if (value !== undefined && !isUnused(value)) {
    const element: Expression = { kind: 'index', node: clause, object: iterable, index: placeOf(key) };
    body.unshift(evaluateStep(clause, { kind: 'assign', node: clause, target: value, value: element, operator: null }));
  }
  const loop = { kind: 'each', target: key, iterable, iterates: 'keys', body, otherwise: [] } as const;
  return [...first, { kind: 'loop', node, loop, label }];
}

const isUnused = (target: Target): boolean => target.kind === 'pattern';

function placeOf(target: Target): Expression {
  return target.kind === 'pattern' ? unknown(target.node) : target;
}
