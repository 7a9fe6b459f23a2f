// Functions of every spelling: declarations, expressions, arrows, methods; their parameters and bodies.
import type { Annotation, Expression, FunctionDefinition, Parameter, Step } from '../../ir.ts';
import { childByField, hasToken, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { type FileLowering, lowerExpression, namesOfDeepSubtree } from './file-lowering.ts';
import { declareVariables } from './hoisting.ts';
import { constant } from './literals.ts';
import {
  declareParameters,
  lowerParameters,
  type ParameterNodes,
  parameterNodesOf,
  parameterProperties,
} from './parameters.ts';
import { lowerPrototypeClass } from './prototypes.ts';
import { lowerStatementList } from './statements.ts';
import { returnTypeOf } from './types.ts';

/** What the place of a function says about it. */
export interface FunctionPlace {
  readonly name: string;
  readonly receiver: FunctionDefinition['receiver'];
  readonly isStatic?: boolean;
  readonly isPublic?: boolean;
  readonly accessor?: FunctionDefinition['accessor'];
  readonly annotations?: readonly Annotation[];
}

/** Lowers a node that has parameters and a body. */
export function lowerFunction(file: FileLowering, node: NodeIndex, place: FunctionPlace): FunctionDefinition {
  const { tree, program, scopes } = file;
  const id = program.openFunction();
  const isAsync = hasToken(tree, node, 'async');
  const returnType = returnTypeOf(file, node);
  scopes.enterFunction();
  const nodes = parameterNodesOf(file, node);
  declareParameters(file, nodes);
  const parameters = lowerParameters(file, nodes);
  const readsArguments = file.survey.readsArguments.has(node) && !scopes.hasInBlock('arguments');
  const prologue = readsArguments ? bindArguments(file, node, nodes, parameters) : [];
  const body = childByField(tree, node, 'body');
  const steps = [...prologue, ...parameterProperties(file, nodes), ...lowerBody(file, body)];
  return program.closeFunction({
    id,
    node,
    name: place.name,
    parameters,
    body: steps,
    slots: scopes.leaveFunction(),
    receiver: place.receiver,
    isStatic: place.isStatic ?? false,
    isAsync,
    isGenerator: kindOf(tree, node).startsWith('generator') || hasToken(tree, node, '*'),
    isPublic: place.isPublic ?? true,
    annotations: place.annotations ?? [],
    returnType,
    accessor: place.accessor ?? 'none',
  });
}

/** The steps of a body in the function's own scope; an arrow's expression is what it returns. */
function lowerBody(file: FileLowering, body: NodeIndex): Step[] {
  if (body < 0) return [];
  const isBlock = kindOf(file.tree, body) === 'statement_block';
  return file.program.descend<Step[]>(
    () => {
      if (!isBlock) return [{ kind: 'return', node: body, value: lowerExpression(file, body) }];
      declareVariables(file, body);
      return lowerStatementList(file, body);
    },
    () => [{ kind: 'return', node: body, value: namesOfDeepSubtree(file, body) }],
  );
}

/**
 * `arguments` becomes a list of the parameters and of a rest parameter that is added for it. Writing to it does not
 * write to the parameters, which strict code has no other way either.
 */
function bindArguments(file: FileLowering, node: NodeIndex, nodes: ParameterNodes[], parameters: Parameter[]): Step[] {
  const items = parameters.map((parameter) => ({
    value: valueOfParameter(parameter),
    name: null,
    spread: parameter.kind === 'rest' ? ('list' as const) : ('none' as const),
  }));
  if (!nodes.some((each) => each.isRest)) {
    const rest = file.scopes.declareHidden('arguments…');
    const target = { kind: 'variable', node, variable: rest, type: null } as const;
    parameters.push({ node, name: 'arguments', target, type: null, annotations: [], fallback: null, kind: 'rest' });
    items.push({ value: { kind: 'variable', node, variable: rest }, name: null, spread: 'list' });
  }
  const target = { kind: 'variable', node, variable: file.scopes.declare('arguments'), type: null } as const;
  const value: Expression = { kind: 'list', node, items };
  return [{ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } }];
}

function valueOfParameter(parameter: Parameter): Expression {
  const { target } = parameter;
  return target.kind === 'variable' ? { ...target } : constant(parameter.node, null);
}

/** `function () {}` as a value. Its own name is a variable of the place around it. */
export function lowerFunctionExpression(file: FileLowering, node: NodeIndex): Expression {
  const nameNode = childByField(file.tree, node, 'name');
  const name = nameNode < 0 ? '' : textOf(file.tree, nameNode);
  if (name === '') return functionValue(file, node, name);
  file.scopes.enterBlock();
  const variable = file.scopes.declare(name);
  const value = functionValue(file, node, name);
  file.scopes.leaveBlock();
  return { kind: 'assign', node, target: { kind: 'variable', node, variable, type: null }, value, operator: null };
}

function functionValue(file: FileLowering, node: NodeIndex, name: string): Expression {
  return { kind: 'function', node, definition: lowerFunction(file, node, { name, receiver: 'this' }) };
}

export function lowerArrowFunction(file: FileLowering, node: NodeIndex): Expression {
  return { kind: 'function', node, definition: lowerFunction(file, node, { name: '', receiver: 'outer' }) };
}

/** A declaration's name gets its value before the first step of the block runs. */
export function lowerFunctionDeclaration(file: FileLowering, node: NodeIndex, steps: Step[]): void {
  const nameNode = childByField(file.tree, node, 'name');
  if (nameNode < 0 || childByField(file.tree, node, 'body') < 0) return;
  const name = textOf(file.tree, nameNode);
  const target = file.scopes.target(name, nameNode);
  const prototype = file.prototypes.get(node);
  const value =
    prototype === undefined ? functionValue(file, node, name) : lowerPrototypeClass(file, node, name, prototype);
  steps.push({ kind: 'evaluate', node, expression: { kind: 'assign', node, target, value, operator: null } });
}
