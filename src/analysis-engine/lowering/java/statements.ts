// Statements of Java → steps. ERROR nodes are looked through, and what is no statement is evaluated.
import type { BranchArm, Expression, Step } from '../../ir.ts';
import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import {
  childByField,
  childrenByField,
  isNamed,
  kindIdOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { lowerArrayInitializer } from './arrays.ts';
import { lowerArguments } from './chains.ts';
import { type ClassOutline, DEEPEST_CLASS_NESTING, isClassDeclaration } from './class-outline.ts';
import { declareClasses, defineClasses } from './classes.ts';
import { hiddenSuperArgument } from './constructors.ts';
import { lowerExpression, lowerUpdateEffect, namesOf, stripParentheses } from './expressions.ts';
import { declareLocal, type JavaFile } from './java-file.ts';
import { lowerDo, lowerFor, lowerForEach, lowerWhile } from './loops.ts';
import { lowerLooseMethod } from './methods.ts';
import { lowerSwitch } from './switches.ts';
import { lowerTry } from './tries.ts';
import { declaredType } from './type-names.ts';

type LowerStatement = (file: JavaFile, node: NodeIndex, steps: Step[], label: string | null) => void;

const nothing: LowerStatement = () => {};

const table = kindTable<LowerStatement>({
  expression_statement: lowerExpressionStatement,
  local_variable_declaration: lowerDeclaration,
  field_declaration: lowerDeclaration,
  constant_declaration: lowerDeclaration,
  block: lowerBlock,
  constructor_body: lowerBlock,
  static_initializer: (file, node, steps) => lowerSteps(file, namedChildrenOf(file.tree, node), steps),
  if_statement: lowerIf,
  switch_expression: lowerSwitch,
  while_statement: lowerWhile,
  do_statement: lowerDo,
  for_statement: lowerFor,
  enhanced_for_statement: lowerForEach,
  labeled_statement: lowerLabeled,
  class_declaration: lowerDeepClass,
  return_statement: (file, node, steps) => steps.push({ kind: 'return', node, value: onlyValue(file, node) }),
  yield_statement: (file, node, steps) => steps.push({ kind: 'return', node, value: onlyValue(file, node) }),
  throw_statement: (file, node, steps) => steps.push({ kind: 'throw', node, value: onlyValue(file, node) }),
  break_statement: (file, node, steps) => steps.push({ kind: 'break', node, label: labelOf(file, node) }),
  continue_statement: (file, node, steps) => steps.push({ kind: 'continue', node, label: labelOf(file, node) }),
  try_statement: lowerTry,
  try_with_resources_statement: lowerTry,
  synchronized_statement: lowerSynchronized,
  assert_statement: lowerAssert,
  explicit_constructor_invocation: lowerConstructorCall,
  method_declaration: lowerLooseMethod,
  constructor_declaration: lowerLooseMethod,
  package_declaration: nothing,
  import_declaration: nothing,
  module_declaration: nothing,
  line_comment: nothing,
  block_comment: nothing,
  modifiers: nothing,
  type_parameters: nothing,
  super_interfaces: nothing,
  superclass: nothing,
});

const isError = kindSet('ERROR');
const isComment = kindSet('line_comment', 'block_comment');
const isIf = kindSet('if_statement');

/** The statements directly in a node, ERROR nodes replaced by what is in them. */
function lookThrough(file: JavaFile, nodes: readonly NodeIndex[]): readonly NodeIndex[] {
  if (!nodes.some((node) => isError(file.tree, node))) return nodes;
  const found: NodeIndex[] = [];
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isError(file.tree, node)) pending.push(...namedChildrenOf(file.tree, node).reverse());
    else found.push(node);
  }
  return found;
}

/** Lowers statements in the open block. Classes and loose methods are known in the whole block. */
export function lowerSteps(
  file: JavaFile,
  nodes: readonly NodeIndex[],
  steps: Step[],
  onClasses: (classes: Iterable<ClassOutline>) => void = () => {},
): void {
  const statements = lookThrough(file, nodes);
  const isTooDeep = file.classes.length >= DEEPEST_CLASS_NESTING;
  const classes = isTooDeep ? [] : statements.filter((node) => isClassDeclaration(file.tree, node));
  for (const node of statements) {
    if (kindOf(file.tree, node) === 'method_declaration') {
      const name = childByField(file.tree, node, 'name');
      if (name >= 0) file.scopes.declare(textOf(file.tree, name));
    }
  }
  if (classes.length === 0) {
    for (const node of statements) lowerStatement(file, node, steps);
    return;
  }
  file.typeScopes.push(new Map());
  const declared = declareClasses(file, classes);
  onClasses(declared.values());
  // A local class sees the variables before it and none after it; the file's own classes see each other.
  const isFile = file.frames.length === 1;
  if (isFile) defineClasses(file, [...declared.values()], steps);
  for (const node of statements) {
    const outline = declared.get(node);
    if (!outline) lowerStatement(file, node, steps);
    else if (!isFile) defineClasses(file, [outline], steps);
  }
  file.typeScopes.pop();
}

/** The statements of a block, in a scope of their own. */
export function lowerBody(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  file.scopes.enterBlock();
  const kind = kindOf(file.tree, node);
  if (kind === 'block' || kind === 'constructor_body') lowerSteps(file, namedChildrenOf(file.tree, node), steps);
  else lowerSteps(file, [node], steps);
  file.scopes.leaveBlock();
}

/** The body of a loop or branch as steps of its own. */
export function bodyOf(file: JavaFile, node: NodeIndex): Step[] {
  const steps: Step[] = [];
  if (node >= 0) lowerBody(file, node, steps);
  return steps;
}

export function lowerStatement(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null = null): void {
  const { tree } = file;
  if (!isNamed(tree, node)) return;
  const lower = table(tree.grammar)[kindIdOf(tree, node)] ?? lowerOther;
  file.builder.descend(
    () => lower(file, node, steps, label),
    () => {
      steps.push({ kind: 'evaluate', node, expression: namesOf(file, node) });
    },
  );
}

/** What stands where a statement should: evaluated. */
function lowerOther(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  steps.push({ kind: 'evaluate', node, expression: lowerExpression(file, node) });
}

function lowerExpressionStatement(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  for (const child of lookThrough(file, namedChildrenOf(file.tree, node))) {
    const inner = stripParentheses(file, child);
    const kind = kindOf(file.tree, inner);
    if (kind === 'switch_expression') lowerSwitch(file, inner, steps);
    else if (!isComment(file.tree, inner)) {
      const expression = kind === 'update_expression' ? lowerUpdateEffect(file, inner) : lowerExpression(file, inner);
      steps.push({ kind: 'evaluate', node, expression });
    }
  }
}

/** Variables are declared where they stand, so that their own initialisers do not see them. */
function lowerDeclaration(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const typeNode = childByField(tree, node, 'type');
  for (const declarator of childrenByField(tree, node, 'declarator')) {
    const name = childByField(tree, declarator, 'name');
    if (name < 0) continue;
    const type = declaredType(file, typeNode, childByField(tree, declarator, 'dimensions'));
    const valueNode = childByField(tree, declarator, 'value');
    const value = valueNode < 0 ? null : initialValue(file, valueNode);
    const variable = declareLocal(file, textOf(tree, name), type);
    if (!value) continue;
    const target = { kind: 'variable', node: name, variable, type: type.name } as const;
    const expression: Expression = { kind: 'assign', node: declarator, target, value, operator: null };
    steps.push({ kind: 'evaluate', node: declarator, expression });
  }
}

export function initialValue(file: JavaFile, node: NodeIndex): Expression {
  return kindOf(file.tree, node) === 'array_initializer'
    ? lowerArrayInitializer(file, node)
    : lowerExpression(file, node);
}

/** Classes come here only where they nest too deep. */
function lowerDeepClass(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  steps.push({ kind: 'evaluate', node, expression: namesOf(file, node) });
}

function lowerBlock(file: JavaFile, node: NodeIndex, steps: Step[], label: string | null): void {
  steps.push({ kind: 'block', node, body: bodyOf(file, node), label });
}

/** else-if chains in a loop. A pattern variable of the condition is declared in the block around. */
function lowerIf(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const arms: BranchArm[] = [];
  let current = node;
  while (current >= 0 && isIf(tree, current)) {
    const conditionNode = childByField(tree, current, 'condition');
    const condition =
      conditionNode < 0 ? file.builder.unknown(current) : lowerExpression(file, stripParentheses(file, conditionNode));
    arms.push({ condition, body: bodyOf(file, childByField(tree, current, 'consequence')) });
    current = childByField(tree, current, 'alternative');
  }
  if (current >= 0) arms.push({ condition: null, body: bodyOf(file, current) });
  steps.push({ kind: 'branch', node, arms });
}

function lowerLabeled(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const [label, statement] = namedChildrenOf(file.tree, node).filter((child) => !isComment(file.tree, child));
  if (label === undefined || statement === undefined) return;
  const name = textOf(file.tree, label);
  if (/^(block|(while|do|for|enhanced_for)_statement|switch_expression)$/.test(kindOf(file.tree, statement))) {
    lowerStatement(file, statement, steps, name);
  } else steps.push({ kind: 'block', node, body: bodyOf(file, statement), label: name });
}

function onlyValue(file: JavaFile, node: NodeIndex): Expression | null {
  const value = namedChildrenOf(file.tree, node).find((child) => !isComment(file.tree, child));
  return value === undefined ? null : lowerExpression(file, value);
}

function labelOf(file: JavaFile, node: NodeIndex): string | null {
  const label = namedChildrenOf(file.tree, node).find((child) => kindOf(file.tree, child) === 'identifier');
  return label === undefined ? null : textOf(file.tree, label);
}

function lowerSynchronized(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const body = childByField(file.tree, node, 'body');
  for (const child of namedChildrenOf(file.tree, node)) {
    if (child !== body && !isComment(file.tree, child)) lowerOther(file, stripParentheses(file, child), steps);
  }
  if (body >= 0) lowerBlock(file, body, steps, null);
}

/** Java runs with assertions off unless asked, so that nothing after one may rely on it. */
function lowerAssert(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  for (const child of namedChildrenOf(file.tree, node))
    if (!isComment(file.tree, child)) lowerOther(file, child, steps);
}

/** `this(…)` and `super(…)` with what inner classes pass on besides. */
function lowerConstructorCall(file: JavaFile, node: NodeIndex, steps: Step[]): void {
  const { tree } = file;
  const called = childByField(tree, node, 'constructor');
  const isThis = called >= 0 && kindOf(tree, called) === 'this';
  const hidden = hiddenSuperArgument(file, node, isThis);
  const args = lowerArguments(file, node);
  const callee: Expression = isThis
    ? { kind: 'this', node: called }
    : { kind: 'super', node: called < 0 ? node : called };
  const expression: Expression = {
    kind: 'call',
    node,
    callee,
    arguments: hidden ? [hidden, ...args] : args,
    construction: false,
  };
  steps.push({ kind: 'evaluate', node, expression });
}
