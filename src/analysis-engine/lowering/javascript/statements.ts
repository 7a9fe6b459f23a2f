// Statements other than loops, declarations of classes and exports: blocks, variables, branches, switch, try, jumps.
import type { Expression, Handler, Step, SwitchCase, Target } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { lowerClass } from './classes.ts';
import {
  evaluate,
  type FileLowering,
  firstPartOf,
  lowerExpression,
  lowerField,
  lowerStatement,
  partsOf,
  unwrap,
} from './file-lowering.ts';
import { lowerFunctionDeclaration } from './functions.ts';
import { declareBlock, declarePattern, statementsOf } from './hoisting.ts';
import { constant } from './literals.ts';
import { lowerTarget } from './patterns.ts';
import { gatherPrototypes, lowerPrototypeClass } from './prototypes.ts';
import { annotatedType } from './types.ts';

/** The statements of a block in the scope that is open: names first, then functions, then the rest in order. */
export function lowerStatementList(file: FileLowering, block: NodeIndex): Step[] {
  return lowerAll(file, partsOf(file.tree, block));
}

function lowerAll(file: FileLowering, nodes: readonly NodeIndex[]): Step[] {
  const statements = statementsOf(file.tree, nodes);
  const steps: Step[] = [];
  declareBlock(file, statements);
  gatherPrototypes(file, statements);
  for (const statement of statements) hoistFunction(file, statement, steps);
  for (const statement of statements) lowerStatement(file, statement, steps);
  return steps;
}

function hoistFunction(file: FileLowering, statement: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const kind = kindOf(tree, statement);
  const declared = kind === 'export_statement' ? childByField(tree, statement, 'declaration') : statement;
  if (declared < 0) return;
  const declaredKind = kindOf(tree, declared);
  if (declaredKind === 'function_declaration' || declaredKind === 'generator_function_declaration') {
    lowerFunctionDeclaration(file, declared, steps);
  }
}

/** A block, or the one statement that stands for it, in a scope of its own. */
export function lowerBody(file: FileLowering, node: NodeIndex): Step[] {
  if (node < 0) return [];
  file.scopes.enterBlock();
  const isBlock = kindOf(file.tree, node) === 'statement_block';
  const steps = isBlock ? lowerStatementList(file, node) : lowerAll(file, [node]);
  file.scopes.leaveBlock();
  return steps;
}

/** A bare block adds its steps to those around it: its names have slots of their own already. */
export function lowerBlock(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  steps.push(...lowerBody(file, node));
}

/** Nothing to do, or done before: hoisted functions, imports, types. */
export function lowerNothing(): void {}

export function lowerExpressionStatement(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const part = file.absorbed.has(node) ? -1 : firstPartOf(file.tree, node);
  if (part >= 0) lowerStatement(file, part, steps);
}

export function lowerDeclaration(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const isLet = kindOf(file.tree, node) === 'lexical_declaration';
  for (const declarator of partsOf(file.tree, node)) {
    if (!file.importDeclarators.has(declarator)) lowerDeclarator(file, declarator, isLet, steps);
  }
}

function lowerDeclarator(file: FileLowering, node: NodeIndex, isLet: boolean, steps: Step[]): void {
  const { tree } = file;
  const name = childByField(tree, node, 'name');
  if (name < 0) return;
  const valueNode = childByField(tree, node, 'value');
  // A `var` without a value keeps what it has.
  if (valueNode < 0 && !isLet) return;
  const type = annotatedType(file, node);
  const target = lowerTarget(file, name, type);
  let value = valueNode < 0 ? constant(node, null) : lowerNamed(file, valueNode, textOf(tree, name));
  if (type !== null && target.kind === 'pattern') value = { kind: 'cast', node: valueNode, value, type };
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } });
}

/** A class without a name takes that of the variable it is assigned to, as the language has it. */
function lowerNamed(file: FileLowering, node: NodeIndex, name: string): Expression {
  const inner = unwrap(file, node);
  const prototype = file.prototypes.get(inner);
  if (prototype !== undefined) return lowerPrototypeClass(file, inner, name, prototype);
  return kindOf(file.tree, inner) === 'class' ? lowerClass(file, inner, name) : lowerExpression(file, inner);
}

/** `else if` chains are arms of one branch, however long. */
export function lowerIf(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const arms: { condition: Expression | null; body: Step[] }[] = [];
  let current = node;
  while (current >= 0) {
    if (kindOf(tree, current) !== 'if_statement') {
      arms.push({ condition: null, body: lowerBody(file, current) });
      break;
    }
    const condition = lowerField(file, current, 'condition');
    arms.push({ condition, body: lowerBody(file, childByField(tree, current, 'consequence')) });
    const otherwise = childByField(tree, current, 'alternative');
    current = otherwise < 0 ? -1 : firstPartOf(tree, otherwise);
  }
  steps.push({ kind: 'branch', node, arms });
}

export function lowerSwitch(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree, scopes } = file;
  const subject = lowerField(file, node, 'value');
  const body = childByField(tree, node, 'body');
  const caseNodes = body < 0 ? [] : partsOf(tree, body);
  const bodies = caseNodes.map((each) => statementsOf(tree, childrenByField(tree, each, 'body')));
  scopes.enterBlock();
  for (const statements of bodies) declareBlock(file, statements);
  const cases = caseNodes.map((each, index): SwitchCase => {
    const value = childByField(tree, each, 'value');
    const tests = value < 0 ? [] : [lowerExpression(file, value)];
    return { node: each, tests, body: lowerAll(file, bodies[index]), fallsThrough: true };
  });
  scopes.leaveBlock();
  steps.push({ kind: 'switch', node, subject, cases, label: null });
}

export function lowerTry(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const body = lowerBody(file, childByField(tree, node, 'body'));
  const handler = childByField(tree, node, 'handler');
  const handlers = handler < 0 ? [] : [lowerCatch(file, handler)];
  const finalizer = childByField(tree, node, 'finalizer');
  const last = finalizer < 0 ? [] : lowerBody(file, childByField(tree, finalizer, 'body'));
  steps.push({ kind: 'try', node, body, handlers, otherwise: [], finally: last });
}

function lowerCatch(file: FileLowering, node: NodeIndex): Handler {
  const { tree, scopes } = file;
  scopes.enterBlock();
  const parameter = childByField(tree, node, 'parameter');
  let target: Target | null = null;
  if (parameter >= 0) {
    declarePattern(file, parameter);
    target = lowerTarget(file, parameter);
  }
  const body = lowerBody(file, childByField(tree, node, 'body'));
  scopes.leaveBlock();
  return { node, types: ['Error'], target, body };
}

export function lowerReturn(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const part = firstPartOf(file.tree, node);
  steps.push({ kind: 'return', node, value: part < 0 ? null : lowerExpression(file, part) });
}

export function lowerThrow(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const part = firstPartOf(file.tree, node);
  steps.push({ kind: 'throw', node, value: part < 0 ? null : lowerExpression(file, part) });
}

export function lowerBreak(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  steps.push({ kind: 'break', node, label: labelOf(file, node) });
}

export function lowerContinue(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  steps.push({ kind: 'continue', node, label: labelOf(file, node) });
}

function labelOf(file: FileLowering, node: NodeIndex): string | null {
  const label = childByField(file.tree, node, 'label');
  return label < 0 ? null : textOf(file.tree, label);
}

/** The label goes to the loop or switch it stands on; anything else becomes a block that can be left by it. */
export function lowerLabeled(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const label = labelOf(file, node);
  const body = lowerBody(file, childByField(file.tree, node, 'body'));
  const last = body[body.length - 1];
  if (last !== undefined && (last.kind === 'loop' || last.kind === 'switch')) {
    steps.push(...body.slice(0, -1), { ...last, label });
  } else steps.push({ kind: 'block', node, body, label });
}

/** `with (object) body`: what the names in it mean cannot be told, so they stay what they are without it. */
export function lowerWith(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  evaluate(lowerField(file, node, 'object'), steps);
  steps.push(...lowerBody(file, childByField(file.tree, node, 'body')));
}
