// Lambdas, and method references written out as the lambdas they stand for.
import type { Argument, Expression, Parameter, Step } from '../../ir.ts';
import {
  childByField,
  childrenOf,
  isNamed,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  textOf,
} from '../../parsing/syntax-tree.ts';
import { findMethod, parametersOf } from './class-outline.ts';
import { hiddenArgument } from './constructions.ts';
import { lowerExpression } from './expressions.ts';
import { declareParameter, type FunctionHead, lowerFunction, lowerParameter } from './functions.ts';
import { classReference, currentClass, type JavaFile } from './java-file.ts';
import { isStaticReference } from './java-lang.ts';
import { lowerBody } from './statements.ts';
import { looksLikeType, resolveType, typeValue } from './type-names.ts';

export function lambdaHead(file: JavaFile, node: NodeIndex): FunctionHead {
  return {
    node,
    name: '',
    isLambda: true,
    isStatic: false,
    isPublic: false,
    owner: currentClass(file),
    annotations: [],
    returnType: null,
  };
}

export function lowerLambda(file: JavaFile, node: NodeIndex): Expression {
  const body = childByField(file.tree, node, 'body');
  const definition = lowerFunction(
    file,
    lambdaHead(file, node),
    () => lambdaParameters(file, node),
    (steps) => {
      if (body < 0) return;
      if (kindOf(file.tree, body) === 'block') lowerBody(file, body, steps);
      else steps.push({ kind: 'return', node: body, value: lowerExpression(file, body) });
    },
  );
  return { kind: 'function', node, definition };
}

function lambdaParameters(file: JavaFile, node: NodeIndex): Parameter[] {
  const { tree } = file;
  const list = childByField(tree, node, 'parameters');
  if (list < 0) return [];
  if (kindOf(tree, list) === 'formal_parameters') {
    return parametersOf(tree, node).map((parameter) => lowerParameter(file, parameter));
  }
  const names = kindOf(tree, list) === 'inferred_parameters' ? namedChildrenOf(tree, list) : [list];
  return names.map((name) => declareParameter(file, name, textOf(tree, name)));
}

/** A name that no Java source can spell. */
const REST = '*arguments';

/**
 * `object::method` → `(...a) -> object.method(...a)`, `Type::new` → `(...a) -> new Type(...a)`, `Type::method` → the
 * static method itself, or `(self, ...a) -> self.method(...a)` for a method of the objects.
 */
export function lowerMethodReference(file: JavaFile, node: NodeIndex): Expression {
  const { tree } = file;
  const parts = childrenOf(tree, node).filter((child) => isNamed(tree, child) || textOf(tree, child) === 'new');
  const [holder] = parts;
  const last = parts[parts.length - 1];
  if (holder === undefined || last === holder) return file.builder.unknown(node);
  const method = textOf(tree, last);
  if (method === 'new') return constructorReference(file, node, holder);
  if (!namesType(file, holder)) {
    return forwarding(file, node, () => ({
      callee: { kind: 'member', node: last, object: lowerExpression(file, holder), key: method },
      leading: [],
      construction: false,
    }));
  }
  const found = resolveType(file, holder);
  const isStatic =
    typeof found === 'string'
      ? isStaticReference(found.slice(found.lastIndexOf('.') + 1), method)
      : (findMethod(found, method, 1)?.method.isStatic ?? false);
  if (isStatic) return { kind: 'member', node, object: typeValue(file, found, holder), key: method };
  return forwarding(
    file,
    node,
    ([self]) => ({
      callee: { kind: 'member', node: last, object: self, key: method },
      leading: [],
      construction: false,
    }),
    ['*self'],
  );
}

function namesType(file: JavaFile, holder: NodeIndex): boolean {
  const kind = kindOf(file.tree, holder);
  if (/type/.test(kind)) return true;
  if (kind === 'identifier') {
    const name = textOf(file.tree, holder);
    return !file.scopes.has(name) && looksLikeType(file, name);
  }
  // `java.util.Objects::isNull` is parsed as a read of fields.
  return kind === 'field_access' && /^([a-z]\w*\.)*[A-Z]\w*(\.[A-Z]\w*)*$/.test(textOf(file.tree, holder));
}

function constructorReference(file: JavaFile, node: NodeIndex, type: NodeIndex): Expression {
  if (kindOf(file.tree, type) === 'array_type') {
    const value: Expression = { kind: 'list', node, items: [] };
    return synthetic(file, node, [], () => value);
  }
  return forwarding(file, node, () => {
    const found = resolveType(file, type);
    const outer = typeof found === 'string' ? null : hiddenArgument(file, found, node);
    const callee = typeof found === 'string' ? typeValue(file, found, type) : classReference(file, found, type);
    return { callee, leading: outer ? [outer] : [], construction: true };
  });
}

/** A lambda that hands everything it is given on to a call. */
function forwarding(
  file: JavaFile,
  node: NodeIndex,
  call: (leading: Expression[]) => {
    readonly callee: Expression;
    readonly leading: readonly Argument[];
    readonly construction: boolean;
  },
  leadingNames: readonly string[] = [],
): Expression {
  return synthetic(file, node, leadingNames, (leading, rest) => {
    const { callee, leading: first, construction } = call(leading);
    return {
      kind: 'call',
      node,
      callee,
      arguments: [...first, { value: rest, name: null, spread: 'list' }],
      construction,
    };
  });
}

function synthetic(
  file: JavaFile,
  node: NodeIndex,
  leadingNames: readonly string[],
  result: (leading: Expression[], rest: Expression) => Expression,
): Expression {
  const read = (name: string): Expression => file.scopes.read(name, node);
  const definition = lowerFunction(
    file,
    lambdaHead(file, node),
    () => [
      ...leadingNames.map((name) => declareParameter(file, node, name)),
      declareParameter(file, node, REST, undefined, { annotations: [], kind: 'rest' }),
    ],
    (steps: Step[]) => {
      steps.push({ kind: 'return', node, value: result(leadingNames.map(read), read(REST)) });
    },
  );
  return { kind: 'function', node, definition };
}
