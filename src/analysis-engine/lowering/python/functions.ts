// Functions: definitions and lambdas.
import type { Annotation, Expression, FunctionDefinition, Step } from '../../ir.ts';
import { childByField, hasToken, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import type { PythonContext } from './context.ts';
import { lowerDecorator } from './decorators.ts';
import { lowerParameters } from './parameters.ts';
import { declareNames } from './scopes.ts';
import { typeOfField } from './types.ts';

/** How a function stands in its class, as its decorators say. */
interface MethodKind {
  readonly isMethod: boolean;
  readonly isStatic: boolean;
  readonly receiver: 'first' | 'none';
  readonly accessor: 'none' | 'get' | 'set';
}

/** Lowers a `function_definition`; `decorators` are those on it. The enclosing scope is the current one. */
export function lowerFunction(
  context: PythonContext,
  node: NodeIndex,
  decorators: readonly NodeIndex[],
): FunctionDefinition {
  const { tree, builder, scopes } = context;
  const nameNode = childByField(tree, node, 'name');
  const spelled = nameNode < 0 ? '' : textOf(tree, nameNode);
  const annotations = decorators.map((decorator) => lowerDecorator(context, decorator));
  const { isMethod, isStatic, receiver, accessor } = methodKind(context, node, decorators, annotations);
  const returnType = typeOfField(context, node, 'return_type');
  const id = builder.openFunction();
  scopes.enterFunction();
  const parameters = lowerParameters(context, childByField(tree, node, 'parameters'));
  const body = childByField(tree, node, 'body');
  const names = body < 0 ? null : declareNames(context, body);
  const steps = body < 0 ? [] : context.steps(body);
  return builder.closeFunction({
    id,
    node,
    name: isMethod && spelled === '__init__' ? 'constructor' : spelled,
    parameters,
    body: steps,
    slots: scopes.leaveFunction(),
    receiver,
    isStatic,
    isAsync: hasToken(tree, node, 'async'),
    isGenerator: names?.hasYield ?? false,
    isPublic: !spelled.startsWith('_') || /^__\w+__$/.test(spelled),
    annotations,
    returnType,
    accessor,
  });
}

function methodKind(
  context: PythonContext,
  node: NodeIndex,
  decorators: readonly NodeIndex[],
  annotations: readonly Annotation[],
): MethodKind {
  const { tree } = context;
  const isMethod = context.methods.has(node);
  if (!isMethod) return { isMethod, isStatic: false, receiver: 'none', accessor: 'none' };
  const names = annotations.map((annotation) => annotation.name);
  if (names.includes('staticmethod')) return { isMethod, isStatic: true, receiver: 'none', accessor: 'none' };
  const spelled = decorators.map((decorator) => textOf(tree, decorator));
  const isSetter = spelled.some((text) => /\.setter\s*$/.test(text));
  const isGetter = names.some((name) => name !== null && /(^|\.)(cached_)?property$/.test(name));
  let accessor: MethodKind['accessor'] = 'none';
  if (isSetter) accessor = 'set';
  else if (isGetter) accessor = 'get';
  return { isMethod, isStatic: names.includes('classmethod'), receiver: 'first', accessor };
}

/** `lambda a, b=1: value` */
export function lowerLambda(context: PythonContext, node: NodeIndex): Expression {
  const { tree, builder, scopes } = context;
  const id = builder.openFunction();
  scopes.enterFunction();
  const parameters = lowerParameters(context, childByField(tree, node, 'parameters'));
  const body = childByField(tree, node, 'body');
  const steps: Step[] = [];
  if (body >= 0) {
    declareNames(context, body);
    steps.push({ kind: 'return', node: body, value: context.expression(body) });
  }
  const definition = builder.closeFunction({
    id,
    node,
    name: '',
    parameters,
    body: steps,
    slots: scopes.leaveFunction(),
  });
  return { kind: 'function', node, definition };
}
