// Classes: methods, fields from class-level assignments, the rest of the body as set-up steps.
import type { Annotation, ClassDefinition, Expression, Field, FunctionDefinition, Step } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { lowerArgument } from './access.ts';
import { type PythonContext, partsOf } from './context.ts';
import { generatedConstructor } from './dataclasses.ts';
import { decoratedParts, lowerDecorator } from './decorators.ts';
import { declareNames } from './scopes.ts';
import { qualifiedNameOf, typeOfField } from './types.ts';

/** Assigns the class to its name in the current scope. */
export function classSteps(context: PythonContext, node: NodeIndex, decorators: readonly NodeIndex[]): Step[] {
  const name = childByField(context.tree, node, 'name');
  const value: Expression = { kind: 'class', node, definition: lowerClass(context, node, decorators) };
  if (name < 0) return [{ kind: 'evaluate', node, expression: value }];
  const target = context.scopes.target(textOf(context.tree, name), name);
  return [{ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } }];
}

interface Members {
  readonly fields: Field[];
  readonly methods: FunctionDefinition[];
  readonly setup: Step[];
}

function lowerClass(context: PythonContext, node: NodeIndex, decorators: readonly NodeIndex[]): ClassDefinition {
  const { tree, builder, scopes } = context;
  const nameNode = childByField(tree, node, 'name');
  const name = nameNode < 0 ? '' : textOf(tree, nameNode);
  const annotations = decorators.map((decorator) => lowerDecorator(context, decorator));
  const bases = basesOf(context, node);
  const baseTypes = bases.map(qualifiedNameOf).filter((type) => type !== null);
  const id = builder.openClass();
  context.classPath.push(name);
  const qualifiedName = context.classPath.join('.');
  scopes.enterBlock('class');
  const members: Members = { fields: [], methods: [], setup: [] };
  const body = childByField(tree, node, 'body');
  if (body >= 0) {
    declareNames(context, body);
    for (const part of partsOf(context, body)) lowerMember(context, part, members);
  }
  const generated = generatedConstructor(context, { node, annotations, baseTypes, ...members });
  if (generated) members.methods.unshift(generated);
  scopes.leaveBlock();
  context.classPath.pop();
  return builder.closeClass({ id, node, name, qualifiedName, bases, baseTypes, ...members, annotations });
}

/** Superclasses; `metaclass=` and other keywords are none. */
function basesOf(context: PythonContext, node: NodeIndex): Expression[] {
  const list = childByField(context.tree, node, 'superclasses');
  if (list < 0) return [];
  const given = partsOf(context, list).map((part) => lowerArgument(context, part));
  return given.filter((argument) => argument.name === null && argument.spread === 'none').map(({ value }) => value);
}

function lowerMember(context: PythonContext, node: NodeIndex, members: Members): void {
  const { tree } = context;
  const kind = kindOf(tree, node);
  const { decorators, definition } =
    kind === 'decorated_definition' ? decoratedParts(context, node) : { decorators: [], definition: node };
  if (definition >= 0 && kindOf(tree, definition) === 'function_definition') {
    context.methods.add(definition);
    members.methods.push(context.functionOf(definition, decorators));
  } else if (definition >= 0 && kindOf(tree, definition) === 'class_definition') {
    for (const step of classSteps(context, definition, decorators)) addNestedClass(context, definition, step, members);
  } else if (kind === 'expression_statement') {
    for (const part of partsOf(context, node)) lowerClassExpression(context, part, members);
  } else for (const step of context.steps(node)) members.setup.push(step);
}

function addNestedClass(context: PythonContext, node: NodeIndex, step: Step, { fields, setup }: Members): void {
  const name = childByField(context.tree, node, 'name');
  if (step.kind !== 'evaluate' || name < 0) setup.push(step);
  else fields.push(fieldOf(node, textOf(context.tree, name), step.expression));
}

const NO_ANNOTATIONS: readonly Annotation[] = [];

function fieldOf(node: NodeIndex, name: string, value: Expression | null, type: Field['type'] = null): Field {
  return { node, name, isStatic: value !== null, type, value, annotations: NO_ANNOTATIONS };
}

/**
 * `x = v` is a static field whose value is the assignment itself, so that the rest of the class body can read `x`;
 * `x: T` declares an instance field; anything else runs with the set-up steps.
 */
function lowerClassExpression(context: PythonContext, node: NodeIndex, { fields, setup }: Members): void {
  const { tree } = context;
  const left = kindOf(tree, node) === 'assignment' ? childByField(tree, node, 'left') : -1;
  if (left < 0 || kindOf(tree, left) !== 'identifier') {
    for (const step of context.steps(node)) setup.push(step);
    return;
  }
  const hasValue = childByField(tree, node, 'right') >= 0;
  const value = hasValue ? context.expression(node) : null;
  fields.push(fieldOf(node, textOf(tree, left), value, typeOfField(context, node, 'type')));
}
