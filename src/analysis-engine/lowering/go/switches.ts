// switch, type switch, select. Those that compare nothing are branches; `break` in them goes to a label made for it.
import type { BranchArm, Expression, Step, SwitchCase } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { currentFunction, evaluateStep, type GoContext, type MadeLabel, partsOf, unknown } from './context.ts';
import { stepsIn } from './control-flow.ts';
import { lowerCondition } from './operators.ts';
import { typeNameOf } from './types.ts';

/** The clauses of a switch or select, with the label `default_case` last where `defaultLast`. */
function clausesOf(context: GoContext, node: NodeIndex): NodeIndex[] {
  return partsOf(context, node).filter((part) => /_case$/.test(kindOf(context.tree, part)));
}

/** The statements of a clause, in a scope of their own. */
function bodyOf(context: GoContext, clause: NodeIndex): Step[] {
  context.scopes.enterBlock();
  const steps = partsOf(context, clause)
    .filter((part) => kindOf(context.tree, part) === 'statement_list')
    .flatMap((part) => context.steps(part));
  context.scopes.leaveBlock();
  return steps;
}

function defaultLast(context: GoContext, clauses: readonly NodeIndex[]): NodeIndex[] {
  const isDefault = (clause: NodeIndex): boolean => kindOf(context.tree, clause) === 'default_case';
  return [...clauses.filter((clause) => !isDefault(clause)), ...clauses.filter(isDefault)];
}

/** Runs `lower` with `break` going to a label around the branch that it makes. */
function asBlock(context: GoContext, node: NodeIndex, label: string | null, lower: () => BranchArm[]): Step[] {
  const { breaks } = currentFunction(context);
  const made: MadeLabel = { name: `switch ${node}`, used: false };
  breaks.push(made);
  const branch: Step = { kind: 'branch', node, arms: lower() };
  breaks.pop();
  const inner: Step = made.used ? { kind: 'block', node, body: [branch], label: made.name } : branch;
  return [label === null ? inner : { kind: 'block', node, body: [inner], label }];
}

export function lowerSwitch(context: GoContext, node: NodeIndex, label: string | null): Step[] {
  const { scopes, tree } = context;
  scopes.enterBlock();
  const first = stepsIn(context, node, 'initializer');
  const value = childByField(tree, node, 'value');
  const steps = value < 0 ? conditionSwitch(context, node, label) : valueSwitch(context, node, value, label);
  scopes.leaveBlock();
  return [...first, ...steps];
}

/** `switch { case a > b: … }` */
function conditionSwitch(context: GoContext, node: NodeIndex, label: string | null): Step[] {
  return asBlock(context, node, label, () =>
    defaultLast(context, clausesOf(context, node)).map((clause) => {
      const tests = testsOf(context, clause).map((test) => lowerCondition(context, test));
      const body = bodyOf(context, clause);
      if (kindOf(context.tree, clause) === 'default_case') return { condition: null, body };
      return { condition: anyOf(clause, tests), body };
    }),
  );
}

function testsOf(context: GoContext, clause: NodeIndex): NodeIndex[] {
  const list = childByField(context.tree, clause, 'value');
  if (list < 0) return [];
  return kindOf(context.tree, list) === 'expression_list' ? partsOf(context, list) : [list];
}

function anyOf(node: NodeIndex, tests: readonly Expression[]): Expression {
  if (tests.length === 0) return unknown(node);
  return tests.length === 1 ? tests[0] : { kind: 'operation', node, operator: 'or', operands: tests };
}

function valueSwitch(context: GoContext, node: NodeIndex, value: NodeIndex, label: string | null): Step[] {
  const { tree } = context;
  const { breaks } = currentFunction(context);
  const subject = context.expression(value);
  breaks.push(null);
  const cases = clausesOf(context, node).map((clause): SwitchCase => {
    const tests = testsOf(context, clause).map(context.expression);
    return { node: clause, tests, body: bodyOf(context, clause), fallsThrough: endsInFallthrough(context, clause) };
  });
  breaks.pop();
  // An unknown test rather than none, which would make a default of it.
  const known = cases.map((each) =>
    each.tests.length === 0 && kindOf(tree, each.node) !== 'default_case'
      ? { ...each, tests: [unknown(each.node)] }
      : each,
  );
  return [{ kind: 'switch', node, subject, cases: known, label }];
}

function endsInFallthrough(context: GoContext, clause: NodeIndex): boolean {
  const statements = partsOf(context, clause).filter((part) => kindOf(context.tree, part) === 'statement_list');
  const last = statements.flatMap((list) => partsOf(context, list)).at(-1);
  return last !== undefined && kindOf(context.tree, last) === 'fallthrough_statement';
}

/** `switch v := x.(type)`: in each case the variable is the value as that type. */
export function lowerTypeSwitch(context: GoContext, node: NodeIndex, label: string | null): Step[] {
  const { scopes, tree } = context;
  scopes.enterBlock();
  const first = stepsIn(context, node, 'initializer');
  const value = childByField(tree, node, 'value');
  const subject = value < 0 ? unknown(node) : context.expression(value);
  const place = hoisted(context, node, subject, first);
  const steps = asBlock(context, node, label, () =>
    defaultLast(context, clausesOf(context, node)).map((clause) => typeArm(context, node, clause, place)),
  );
  scopes.leaveBlock();
  return [...first, ...steps];
}

/** The subject is looked at once for each case: something that does more than reading is kept in a variable. */
function hoisted(context: GoContext, node: NodeIndex, subject: Expression, steps: Step[]): Expression {
  if (subject.kind === 'variable') return subject;
  const variable = context.scopes.declareHidden('subject');
  const target = { kind: 'variable', node, variable, type: null } as const;
  steps.push(evaluateStep(node, { kind: 'assign', node, target, value: subject, operator: null }));
  return { kind: 'variable', node, variable };
}

function typeArm(context: GoContext, node: NodeIndex, clause: NodeIndex, place: Expression): BranchArm {
  const { tree, scopes } = context;
  const types = childrenByField(tree, clause, 'type').filter((type) => kindOf(tree, type) !== ',');
  const names = types.map((type) => typeNameOf(context, type));
  scopes.enterBlock();
  const body: Step[] = [];
  const alias = childByField(tree, node, 'alias');
  const [name] = alias < 0 ? [] : partsOf(context, alias);
  if (name !== undefined) {
    const variable = scopes.declare(textOf(tree, name));
    const target = { kind: 'variable', node: name, variable, type: null } as const;
    const [only] = names;
    const value: Expression =
      names.length === 1 && only !== null ? { kind: 'cast', node: clause, value: place, type: only } : place;
    body.push(evaluateStep(name, { kind: 'assign', node: name, target, value, operator: null }));
  }
  for (const step of bodyOf(context, clause)) body.push(step);
  scopes.leaveBlock();
  if (kindOf(tree, clause) === 'default_case') return { condition: null, body };
  const tests = names.map((type, index): Expression => {
    const operands = [place, { kind: 'global', node: types[index], name: type ?? '' } as const];
    return type === null
      ? unknown(types[index])
      : { kind: 'operation', node: clause, operator: 'instanceof', operands };
  });
  return { condition: anyOf(clause, tests), body };
}

/** `select`: any of the cases may be the one. */
export function lowerSelect(context: GoContext, node: NodeIndex, label: string | null): Step[] {
  const { scopes, tree } = context;
  return asBlock(context, node, label, () =>
    defaultLast(context, clausesOf(context, node)).map((clause) => {
      scopes.enterBlock();
      const body = [...stepsIn(context, clause, 'communication'), ...bodyOf(context, clause)];
      scopes.leaveBlock();
      return { condition: kindOf(tree, clause) === 'default_case' ? null : unknown(clause), body };
    }),
  );
}
