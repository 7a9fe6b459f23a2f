// Statements: one table from syntax kind to steps, in the order of the grammar.
import type { Expression, Step } from '../../ir.ts';
import { kindSet, kindTable } from '../../parsing/kind-sets.ts';
import { childByField, kindIdOf, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { namesBelow } from '../program-builder.ts';
import { plain } from './arguments.ts';
import {
  lowerAssignment,
  lowerIncrement,
  lowerReceive,
  lowerSend,
  lowerShortDeclaration,
  lowerSpec,
} from './assignments.ts';
import { partialClassSteps, typeSteps } from './classes.ts';
import { currentFunction, evaluateStep, type GoContext, isComment, partsOf, unknown } from './context.ts';
import { lowerFor, lowerIf } from './control-flow.ts';
import { lowerFunction } from './functions.ts';
import { readName } from './names.ts';
import { fieldText } from './outline.ts';
import { lowerSelect, lowerSwitch, lowerTypeSwitch } from './switches.ts';

type LowerStatement = (context: GoContext, node: NodeIndex, label: string | null) => Step[];

/** Any node as steps. Total: an expression is evaluated, broken code is looked through. */
export function lowerStatement(context: GoContext, node: NodeIndex, label: string | null = null): Step[] {
  const { tree, builder } = context;
  if (isComment(tree, node)) return [];
  const lower = STATEMENTS(tree.grammar)[kindIdOf(tree, node)] ?? lowerOther;
  return builder.descend(
    () => lower(context, node, label),
    () => {
      const names = namesBelow(tree, node, isIdentifier).map((name) => readName(context, name));
      return [evaluateStep(node, builder.unknown(node, names))];
    },
  );
}

const isIdentifier = kindSet('identifier');

const lowerOther: LowerStatement = (context, node) => {
  const expression = context.expression(node);
  const isBare = expression.kind === 'constant' || (expression.kind === 'unknown' && expression.parts.length === 0);
  return isBare ? [] : [evaluateStep(node, expression)];
};

const nothing: LowerStatement = () => [];

const lowerParts: LowerStatement = (context, node) => partsOf(context, node).flatMap((part) => context.steps(part));

const lowerBlock: LowerStatement = (context, node) => {
  context.scopes.enterBlock();
  const steps = lowerParts(context, node, null);
  context.scopes.leaveBlock();
  return steps;
};

/** Functions and types may be used before they are declared: they come first. */
const lowerFile: LowerStatement = (context, node) => {
  const { tree } = context;
  const parts = partsOf(context, node);
  const isFunction = (part: NodeIndex): boolean => kindOf(tree, part) === 'function_declaration';
  const isType = (part: NodeIndex): boolean => kindOf(tree, part) === 'type_declaration';
  const rest = parts.filter((part) => !isFunction(part) && !isType(part));
  const declared = [...parts.filter(isFunction), ...parts.filter(isType)].flatMap((part) => context.steps(part));
  return [...declared, ...partialClassSteps(context), ...rest.flatMap((part) => context.steps(part))];
};

const lowerFunctionDeclaration: LowerStatement = (context, node) => {
  const { scopes, tree } = context;
  const name = fieldText(tree, node, 'name');
  const value: Expression = { kind: 'function', node, definition: lowerFunction(context, node, -1) };
  if (name === '' || name === '_') return [evaluateStep(node, value)];
  const target = { kind: 'variable', node, variable: scopes.declare(name), type: null } as const;
  return [evaluateStep(node, { kind: 'assign', node, target, value, operator: null })];
};

const lowerTypes: LowerStatement = (context, node) =>
  partsOf(context, node).flatMap((part) => typeSteps(context, part));

/** `var (…)`: its list of lines is a node of its own, that of `const` is not. */
const lowerDeclarations: LowerStatement = (context, node) =>
  partsOf(context, node).flatMap((part) =>
    kindOf(context.tree, part) === 'var_spec_list'
      ? partsOf(context, part).flatMap((spec) => lowerSpec(context, spec))
      : lowerSpec(context, part),
  );

/** Functions of the standard library that do not come back. */
const LEAVES: ReadonlySet<string> = new Set([
  'os.Exit',
  'log.Fatal',
  'log.Fatalf',
  'log.Fatalln',
  'log.Panic',
  'log.Panicf',
  'log.Panicln',
  'runtime.Goexit',
]);

const lowerExpressionStatement: LowerStatement = (context, node) =>
  partsOf(context, node).flatMap((part): Step[] => {
    const expression = context.expression(part);
    if (expression.kind !== 'call') return [evaluateStep(node, expression)];
    const { callee } = expression;
    if (callee.kind === 'global' && callee.name === 'panic') {
      return [{ kind: 'throw', node, value: expression.arguments[0]?.value ?? null }];
    }
    const step = evaluateStep(node, expression);
    const leaves = callee.kind === 'import' && LEAVES.has(`${callee.module}.${callee.name}`);
    return leaves ? [step, { kind: 'throw', node, value: null }] : [step];
  });

/** `defer` and `go` run the call; when they do makes no difference here. */
const lowerDeferred: LowerStatement = lowerExpressionStatement;

const lowerReturn: LowerStatement = (context, node) => {
  const parts = partsOf(context, node).flatMap((part) =>
    kindOf(context.tree, part) === 'expression_list' ? partsOf(context, part) : [part],
  );
  const values = parts.map(context.expression);
  if (values.length === 0) {
    for (const variable of currentFunction(context).results) values.push({ kind: 'variable', node, variable });
  }
  if (values.length === 0) return [{ kind: 'return', node, value: null }];
  const value: Expression = values.length === 1 ? values[0] : { kind: 'list', node, items: values.map(plain) };
  return [{ kind: 'return', node, value }];
};

function labelOf(context: GoContext, node: NodeIndex): string | null {
  const label = partsOf(context, node).find((part) => kindOf(context.tree, part) === 'label_name');
  return label === undefined ? null : textOf(context.tree, label);
}

const lowerBreak: LowerStatement = (context, node) => {
  const label = labelOf(context, node);
  const made = label === null ? currentFunction(context).breaks.at(-1) : null;
  if (made === null || made === undefined) return [{ kind: 'break', node, label }];
  made.used = true;
  return [{ kind: 'break', node, label: made.name }];
};

const lowerLabelled: LowerStatement = (context, node) => {
  const label = childByField(context.tree, node, 'label');
  const name = label < 0 ? null : textOf(context.tree, label);
  return partsOf(context, node)
    .filter((part) => part !== label)
    .flatMap((part) => context.steps(part, name));
};

/** Methods are lowered with their type; of those without one nothing but the body is left. */
const lowerLooseMethod: LowerStatement = (context, node) => {
  const isKnown = [...context.outline.methods.values()].some((methods) => methods.includes(node));
  return isKnown ? [] : [evaluateStep(node, { kind: 'function', node, definition: lowerFunction(context, node, -1) })];
};

/** A case without its switch, in broken code. */
const lowerLooseCase: LowerStatement = (context, node) => {
  const value = childByField(context.tree, node, 'value');
  const test = value < 0 ? [] : [evaluateStep(value, unknown(value, [context.expression(value)]))];
  const lists = partsOf(context, node).filter((part) => kindOf(context.tree, part) === 'statement_list');
  return [...test, ...lists.flatMap((list) => context.steps(list))];
};

const STATEMENTS = kindTable<LowerStatement>({
  source_file: lowerFile,
  statement_list: lowerParts,
  ERROR: lowerParts,
  package_clause: nothing,
  import_declaration: nothing,
  import_spec: nothing,
  function_declaration: lowerFunctionDeclaration,
  method_declaration: lowerLooseMethod,
  const_declaration: lowerDeclarations,
  var_declaration: lowerDeclarations,
  const_spec: lowerSpec,
  var_spec: lowerSpec,
  type_declaration: lowerTypes,
  expression_statement: lowerExpressionStatement,
  send_statement: lowerSend,
  receive_statement: lowerReceive,
  inc_statement: lowerIncrement('+'),
  dec_statement: lowerIncrement('-'),
  assignment_statement: lowerAssignment,
  short_var_declaration: lowerShortDeclaration,
  labeled_statement: lowerLabelled,
  empty_statement: nothing,
  fallthrough_statement: nothing,
  break_statement: lowerBreak,
  continue_statement: (context, node) => [{ kind: 'continue', node, label: labelOf(context, node) }],
  goto_statement: nothing,
  return_statement: lowerReturn,
  go_statement: lowerDeferred,
  defer_statement: lowerDeferred,
  block: lowerBlock,
  if_statement: lowerIf,
  for_statement: lowerFor,
  expression_switch_statement: lowerSwitch,
  type_switch_statement: lowerTypeSwitch,
  select_statement: lowerSelect,
  expression_case: lowerLooseCase,
  type_case: lowerLooseCase,
  communication_case: lowerLooseCase,
  default_case: lowerLooseCase,
});
