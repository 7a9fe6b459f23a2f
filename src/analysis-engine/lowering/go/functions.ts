// Functions: declarations, methods, literals; their parameters and named results.
import type { Expression, FunctionDefinition, Parameter, Step, TypeName, Variable } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { evaluateStep, type GoContext, newFunctionState, partsOf } from './context.ts';
import { fieldText } from './outline.ts';
import { typeNameOf, withTypeParameters, zeroValue } from './types.ts';

/** `receiver`: the parameter list in front of a method's name, or -1. */
export function lowerFunction(context: GoContext, node: NodeIndex, receiver: NodeIndex): FunctionDefinition {
  return withTypeParameters(context, node, () => functionOf(context, node, receiver));
}

function functionOf(context: GoContext, node: NodeIndex, receiver: NodeIndex): FunctionDefinition {
  const { tree, builder, scopes } = context;
  const name = fieldText(tree, node, 'name');
  const result = childByField(tree, node, 'result');
  const returnType = result >= 0 && kindOf(tree, result) !== 'parameter_list' ? typeNameOf(context, result) : null;
  const id = builder.openFunction();
  scopes.enterFunction();
  const self = receiver < 0 ? [] : lowerParameters(context, receiver).slice(0, 1);
  const parameters = [...self, ...lowerParameters(context, childByField(tree, node, 'parameters'))];
  const { variables, steps } = namedResults(context, result);
  context.functions.push(newFunctionState(variables));
  const body = childByField(tree, node, 'body');
  if (body >= 0) for (const step of context.steps(body)) steps.push(step);
  context.functions.pop();
  return builder.closeFunction({
    id,
    node,
    name,
    parameters,
    body: body < 0 ? [] : steps,
    slots: scopes.leaveFunction(),
    receiver: receiver < 0 ? 'none' : 'first',
    isPublic: /^\p{Lu}/u.test(name),
    returnType,
  });
}

export function lowerFunctionLiteral(context: GoContext, node: NodeIndex): Expression {
  return { kind: 'function', node, definition: lowerFunction(context, node, -1) };
}

/** `a, b T, c ...U`; parameters without a name get a variable that nothing can read. */
function lowerParameters(context: GoContext, list: NodeIndex): Parameter[] {
  const { tree } = context;
  if (list < 0) return [];
  return partsOf(context, list).flatMap((declaration): Parameter[] => {
    const isRest = kindOf(tree, declaration) === 'variadic_parameter_declaration';
    if (!isRest && kindOf(tree, declaration) !== 'parameter_declaration') return [];
    const type = typeNameOf(context, childByField(tree, declaration, 'type'));
    const names = childrenByField(tree, declaration, 'name').filter((name) => kindOf(tree, name) === 'identifier');
    if (names.length === 0) return [parameterOf(context, declaration, '_', type, isRest)];
    return names.map((name) => parameterOf(context, name, textOf(tree, name), type, isRest));
  });
}

export function parameterOf(
  { scopes }: GoContext,
  node: NodeIndex,
  name: string,
  type: TypeName | null,
  isRest: boolean,
): Parameter {
  const variable = name === '_' ? scopes.declareHidden('_') : scopes.declare(name);
  return {
    node,
    name,
    target: { kind: 'variable', node, variable, type: isRest ? null : type },
    type,
    annotations: [],
    fallback: null,
    kind: isRest ? 'rest' : 'plain',
  };
}

/** `(n int, err error)`: variables that begin with their zero value and are what a bare `return` gives. */
function namedResults(context: GoContext, result: NodeIndex): { variables: Variable[]; steps: Step[] } {
  const { tree, scopes } = context;
  const variables: Variable[] = [];
  const steps: Step[] = [];
  if (result < 0 || kindOf(tree, result) !== 'parameter_list') return { variables, steps };
  for (const declaration of partsOf(context, result)) {
    const type = childByField(tree, declaration, 'type');
    for (const name of childrenByField(tree, declaration, 'name')) {
      if (kindOf(tree, name) !== 'identifier') continue;
      const spelled = textOf(tree, name);
      const variable = spelled === '_' ? scopes.declareHidden('_') : scopes.declare(spelled);
      const target = { kind: 'variable', node: name, variable, type: typeNameOf(context, type) } as const;
      const value = zeroValue(context, name, type);
      variables.push(variable);
      steps.push(evaluateStep(name, { kind: 'assign', node: name, target, value, operator: null }));
    }
  }
  return { variables, steps };
}
