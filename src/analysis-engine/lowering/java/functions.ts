// Everything with a body: opens scopes and a frame, declares parameters, lowers the steps, and closes the definition.
import type { Annotation, FunctionDefinition, Parameter, Step, TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, namedChildrenOf, nextOf } from '../../parsing/syntax-tree.ts';
import { annotationsOf } from './annotations.ts';
import { type ClassOutline, modifiersOf, nameOf } from './class-outline.ts';
import {
  type DeclaredType,
  declareLocal,
  type FunctionFrame,
  holdsClass,
  type JavaFile,
  UNTYPED,
} from './java-file.ts';
import { declaredType } from './type-names.ts';

export interface FunctionHead {
  readonly node: NodeIndex;
  readonly name: string;
  readonly isLambda: boolean;
  readonly isStatic: boolean;
  readonly isPublic: boolean;
  readonly owner: ClassOutline | null;
  readonly annotations: readonly Annotation[];
  readonly returnType: TypeName | null;
}

/** Lowers a function: `parameters` declares them, `body` writes the steps; both run inside the function's scope. */
export function lowerFunction(
  file: JavaFile,
  head: FunctionHead,
  parameters: () => readonly Parameter[],
  body: (steps: Step[]) => void,
): FunctionDefinition {
  const id = file.builder.openFunction();
  // The file's own scope is there from the start.
  if (id > 0) file.scopes.enterFunction();
  const hasThis = !head.isLambda && !head.isStatic && head.owner !== null;
  const keepsThis = hasThis && holdsClass(file, head.node, nextOf(file.tree, head.node));
  const frame: FunctionFrame = {
    isLambda: head.isLambda,
    owner: head.owner,
    hasThis,
    types: new Map(),
    thisVariable: keepsThis ? file.scopes.declareHidden('this') : null,
    usesThisVariable: false,
    prelude: [],
  };
  file.frames.push(frame);
  const declared = parameters();
  const steps: Step[] = [];
  body(steps);
  file.frames.pop();
  return file.builder.closeFunction({
    id,
    node: head.node,
    name: head.name,
    parameters: declared,
    body: [...keepThis(frame, head.node), ...frame.prelude, ...steps],
    slots: file.scopes.leaveFunction(),
    receiver: receiverOf(head, hasThis),
    isStatic: head.isStatic,
    isPublic: head.isPublic,
    annotations: head.annotations,
    returnType: head.returnType,
  });
}

function receiverOf(head: FunctionHead, hasThis: boolean): FunctionDefinition['receiver'] {
  if (head.isLambda) return 'outer';
  return hasThis ? 'this' : 'none';
}

function keepThis(frame: FunctionFrame, node: NodeIndex): Step[] {
  if (!frame.thisVariable || !frame.usesThisVariable) return [];
  const target = {
    kind: 'variable',
    node,
    variable: frame.thisVariable,
    type: frame.owner?.qualifiedName ?? null,
  } as const;
  const expression = { kind: 'assign', node, target, value: { kind: 'this', node }, operator: null } as const;
  return [{ kind: 'evaluate', node, expression }];
}

/** A parameter by name, declared in the open function. */
export function declareParameter(
  file: JavaFile,
  node: NodeIndex,
  name: string,
  type: DeclaredType = UNTYPED,
  rest: Pick<Parameter, 'annotations' | 'kind'> = { annotations: [], kind: 'plain' },
): Parameter {
  const variable = declareLocal(file, name, type);
  const target = { kind: 'variable', node, variable, type: type.name } as const;
  return { node, name, target, type: type.name, fallback: null, ...rest };
}

/** `formal_parameter` and `spread_parameter`. */
export function lowerParameter(file: JavaFile, node: NodeIndex): Parameter {
  const { tree } = file;
  const isRest = kindOf(tree, node) === 'spread_parameter';
  const modifiers = modifiersOf(tree, node);
  const typeNode = isRest
    ? (namedChildrenOf(tree, node).find((child) => /_type$|type_identifier$/.test(kindOf(tree, child))) ?? -1)
    : childByField(tree, node, 'type');
  const type = declaredType(file, typeNode, childByField(tree, node, 'dimensions'));
  return declareParameter(file, node, nameOf(tree, node), type, {
    annotations: modifiers < 0 ? [] : annotationsOf(file, modifiers),
    kind: isRest ? 'rest' : 'plain',
  });
}
