// Parameters: JavaScript's patterns, TypeScript's typed and decorated ones, and parameter properties.
import type { Expression, Parameter, Step } from '../../ir.ts';
import { childByField, hasToken, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { lowerDecorators } from './decorators.ts';
import { type FileLowering, firstPartOf, lowerExpression, partsOf } from './file-lowering.ts';
import { declarePattern } from './hoisting.ts';
import { lowerTarget } from './patterns.ts';
import { annotatedType } from './types.ts';

/** The parts of one parameter, whichever grammar it came from; -1 for what it has not. */
export interface ParameterNodes {
  readonly node: NodeIndex;
  readonly pattern: NodeIndex;
  readonly fallback: NodeIndex;
  readonly isRest: boolean;
  /** `constructor(private readonly db: Db)` */
  readonly isProperty: boolean;
}

export function parameterNodesOf(file: FileLowering, functionNode: NodeIndex): ParameterNodes[] {
  const { tree } = file;
  const single = childByField(tree, functionNode, 'parameter');
  if (single >= 0) return [{ node: single, pattern: single, fallback: -1, isRest: false, isProperty: false }];
  const list = childByField(tree, functionNode, 'parameters');
  if (list < 0) return [];
  return partsOf(tree, list)
    .map((node) => parameterNodes(file, node))
    .filter(({ pattern }) => pattern >= 0 && kindOf(tree, pattern) !== 'this');
}

function parameterNodes(file: FileLowering, node: NodeIndex): ParameterNodes {
  const { tree } = file;
  switch (kindOf(tree, node)) {
    case 'required_parameter':
    case 'optional_parameter': {
      const pattern = childByField(tree, node, 'pattern');
      const isProperty =
        partsOf(tree, node).some((part) => kindOf(tree, part) === 'accessibility_modifier') ||
        hasToken(tree, node, 'readonly');
      const fallback = childByField(tree, node, 'value');
      if (pattern < 0 || kindOf(tree, pattern) !== 'rest_pattern')
        return { node, pattern, fallback, isRest: false, isProperty };
      return { node, pattern: firstPartOf(tree, pattern), fallback, isRest: true, isProperty };
    }
    case 'assignment_pattern':
      return {
        node,
        pattern: childByField(tree, node, 'left'),
        fallback: childByField(tree, node, 'right'),
        isRest: false,
        isProperty: false,
      };
    case 'rest_pattern':
      return { node, pattern: firstPartOf(tree, node), fallback: -1, isRest: true, isProperty: false };
    default:
      return { node, pattern: node, fallback: -1, isRest: false, isProperty: false };
  }
}

/** All names first: a default may read an earlier parameter. */
export function declareParameters(file: FileLowering, nodes: readonly ParameterNodes[]): void {
  for (const { pattern } of nodes) declarePattern(file, pattern);
}

export function lowerParameters(file: FileLowering, nodes: readonly ParameterNodes[]): Parameter[] {
  return nodes.map(({ node, pattern, fallback, isRest }) => {
    const type = annotatedType(file, node);
    return {
      node,
      name: nameOf(file, pattern),
      target: lowerTarget(file, pattern, type),
      type,
      annotations: lowerDecorators(file, node),
      fallback: fallback < 0 ? null : lowerExpression(file, fallback),
      kind: isRest ? 'rest' : 'plain',
    };
  });
}

/** '' for patterns, which have no name of their own. */
function nameOf(file: FileLowering, pattern: NodeIndex): string {
  return kindOf(file.tree, pattern) === 'identifier' ? textOf(file.tree, pattern) : '';
}

/** What a constructor does with its parameter properties: `this.db = db`. */
export function parameterProperties(file: FileLowering, nodes: readonly ParameterNodes[]): Step[] {
  const steps: Step[] = [];
  for (const { node, pattern, isProperty } of nodes) {
    const key = nameOf(file, pattern);
    if (!isProperty || key === '') continue;
    const value = file.scopes.read(key, pattern);
    const object: Expression = { kind: 'this', node };
    const expression: Expression = {
      kind: 'assign',
      node,
      target: { kind: 'member', node, object, key },
      value,
      operator: null,
    };
    steps.push({ kind: 'evaluate', node, expression });
  }
  return steps;
}
