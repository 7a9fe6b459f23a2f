// switch: old and arrow form, as a statement and as a value, with constants, strings, enums and patterns.
import type { Expression, Step, SwitchCase } from '../../ir.ts';
import { kindSet } from '../../parsing/kind-sets.ts';
import {
  childByField,
  childrenOf,
  isNamed,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { conditionalOf, lowerExpression, lowerField } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import type { JavaFile } from './java-file.ts';
import { lambdaHead } from './lambdas.ts';
import { enumConstant } from './names.ts';
import { bindingSteps } from './patterns.ts';
import { lowerSteps } from './statements.ts';

const isLabel = kindSet('switch_label');
const isCase = kindSet('switch_block_statement_group', 'switch_rule');
const isPattern = kindSet('pattern', 'record_pattern', 'type_pattern');
const isComment = kindSet('line_comment', 'block_comment');

interface Labels {
  readonly tests: readonly Expression[];
  readonly isDefault: boolean;
  readonly pattern: NodeIndex;
  readonly guard: NodeIndex;
}

function casesOf(file: JavaFile, node: NodeIndex): NodeIndex[] {
  const body = childByField(file.tree, node, 'body');
  return body < 0 ? [] : namedChildrenOf(file.tree, body).filter((child) => isCase(file.tree, child));
}

/** `switch` as a statement. */
export function lowerSwitch(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null = null): void {
  switchSteps(file, node, { steps, label, isValue: false });
}

/** As a value: nested conditionals where every arm is an expression, otherwise a function that is called at once. */
export function lowerSwitchValue(file: JavaFile, node: NodeIndex): Expression {
  const cases = casesOf(file, node);
  if (cases.every((arm) => isPlainArm(file, arm))) return conditionals(file, node, cases);
  const definition = lowerFunction(
    file,
    lambdaHead(file, node),
    () => [],
    (steps) => switchSteps(file, node, { steps, label: null, isValue: true }),
  );
  const callee: Expression = { kind: 'function', node, definition };
  return { kind: 'call', node, callee, arguments: [], construction: false };
}

/** `case a, b -> expression;` or `-> throw …;` without patterns. */
function isPlainArm(file: JavaFile, arm: NodeIndex): boolean {
  const { tree } = file;
  if (kindOf(tree, arm) !== 'switch_rule') return false;
  return namedChildrenOf(tree, arm).every((child) => {
    const kind = kindOf(tree, child);
    if (kind === 'block') return false;
    return (
      kind !== 'switch_label' || !namedChildrenOf(tree, child).some((test) => /pattern|guard/.test(kindOf(tree, test)))
    );
  });
}

function conditionals(file: JavaFile, node: NodeIndex, cases: readonly NodeIndex[]): Expression {
  const subject = lowerField(file, node, 'condition');
  const parts: Expression[] = [];
  let read = subject;
  if (subject.kind !== 'variable' && subject.kind !== 'constant') {
    const variable = file.scopes.declareHidden('switch');
    const target = { kind: 'variable', node, variable, type: null } as const;
    parts.push({ kind: 'assign', node, target, value: subject, operator: null });
    read = { kind: 'variable', node, variable };
  }
  const arms: { node: NodeIndex; condition: Expression; value: Expression }[] = [];
  let otherwise: Expression = { kind: 'constant', node, value: null };
  for (const arm of cases) {
    const labels = labelsOf(file, arm);
    const result = armValue(file, arm);
    if (labels.isDefault || labels.tests.length === 0) otherwise = result;
    else arms.push({ node: arm, condition: equalsAny(arm, read, labels.tests), value: result });
  }
  const value = conditionalOf(arms, otherwise);
  return parts.length === 0 ? value : { kind: 'sequence', node, parts: [...parts, value] };
}

function equalsAny(node: NodeIndex, subject: Expression, tests: readonly Expression[]): Expression {
  const comparisons = tests.map(
    (test): Expression => ({ kind: 'operation', node, operator: '==', operands: [subject, test] }),
  );
  return comparisons.length === 1 ? comparisons[0] : { kind: 'operation', node, operator: 'or', operands: comparisons };
}

/** The value of a plain arm; one that throws has none. */
function armValue(file: JavaFile, arm: NodeIndex): Expression {
  const { tree } = file;
  const body = namedChildrenOf(tree, arm).find((child) => !isLabel(tree, child) && !isComment(tree, child));
  const inner = body === undefined ? undefined : namedChildrenOf(tree, body).find((child) => !isComment(tree, child));
  if (body === undefined || inner === undefined) return { kind: 'constant', node: arm, value: null };
  const value = lowerExpression(file, inner);
  if (kindOf(tree, body) !== 'throw_statement') return value;
  return { kind: 'sequence', node: body, parts: [value, { kind: 'constant', node: body, value: null }] };
}

function switchSteps(
  file: JavaFile,
  node: NodeIndex,
  into: { readonly steps: Step[]; readonly label: string | null; readonly isValue: boolean },
): void {
  const cases = casesOf(file, node);
  let subject = lowerField(file, node, 'condition');
  file.scopes.enterBlock();
  const binds = cases.some((arm) => labelNodes(file, arm).some((label) => hasPattern(file, label)));
  if (binds && subject.kind !== 'variable') {
    const variable = file.scopes.declareHidden('switch');
    const target = { kind: 'variable', node, variable, type: null } as const;
    const expression: Expression = { kind: 'assign', node, target, value: subject, operator: null };
    into.steps.push({ kind: 'evaluate', node, expression });
    subject = { kind: 'variable', node, variable };
  }
  const lowered = cases.map((arm) => lowerCase(file, arm, subject, into.isValue));
  file.scopes.leaveBlock();
  into.steps.push({ kind: 'switch', node, subject, cases: lowered, label: into.label });
}

function labelNodes(file: JavaFile, arm: NodeIndex): NodeIndex[] {
  return namedChildrenOf(file.tree, arm).filter((child) => isLabel(file.tree, child));
}

function hasPattern(file: JavaFile, label: NodeIndex): boolean {
  return namedChildrenOf(file.tree, label).some((child) => isPattern(file.tree, child));
}

function lowerCase(file: JavaFile, arm: NodeIndex, subject: Expression, isValue: boolean): SwitchCase {
  const { tree } = file;
  const isRule = kindOf(tree, arm) === 'switch_rule';
  const labels = labelsOf(file, arm);
  const bindings = labels.pattern < 0 ? [] : bindingSteps(file, labels.pattern, subject);
  const statements = namedChildrenOf(tree, arm).filter((child) => !isLabel(tree, child) && !isComment(tree, child));
  const body: Step[] = [];
  if (isRule && isValue && statements.length > 0 && kindOf(tree, statements[0]) === 'expression_statement') {
    const [value] = namedChildrenOf(tree, statements[0]);
    body.push({ kind: 'return', node: arm, value: value === undefined ? null : lowerExpression(file, value) });
  } else lowerSteps(file, statements, body);
  const guarded: Step[] =
    labels.guard < 0
      ? body
      : [{ kind: 'branch', node: labels.guard, arms: [{ condition: guardOf(file, labels.guard), body }] }];
  const tests = labels.isDefault ? [] : labels.tests;
  return { node: arm, tests, body: [...bindings, ...guarded], fallsThrough: !isRule };
}

function guardOf(file: JavaFile, guard: NodeIndex): Expression {
  const [condition] = namedChildrenOf(file.tree, guard);
  return condition === undefined ? file.builder.unknown(guard) : lowerExpression(file, condition);
}

/** All labels of an arm together. A pattern is a test that may hold: unknown of nothing. */
function labelsOf(file: JavaFile, arm: NodeIndex): Labels {
  const { tree } = file;
  const tests: Expression[] = [];
  let isDefault = false;
  let pattern = -1;
  let guard = -1;
  for (const label of labelNodes(file, arm)) {
    if (textOf(tree, label).startsWith('default')) isDefault = true;
    for (const child of childrenOf(tree, label)) {
      if (!isNamed(tree, child) || isComment(tree, child)) continue;
      if (kindOf(tree, child) === 'guard') guard = child;
      else if (kindOf(tree, child) === 'identifier' && textOf(tree, child) === 'default') isDefault = true;
      else if (isPattern(tree, child)) {
        pattern = child;
        tests.push({ kind: 'unknown', node: child, parts: [] });
      } else tests.push(lowerTest(file, child));
    }
  }
  return { tests, isDefault, pattern, guard };
}

/** A constant, or the bare name of an enum constant. */
function lowerTest(file: JavaFile, node: NodeIndex): Expression {
  const name = textOf(file.tree, node);
  if (kindOf(file.tree, node) === 'identifier' && !file.scopes.has(name)) {
    return enumConstant(file, name, node) ?? { kind: 'global', node, name };
  }
  return lowerExpression(file, node);
}
