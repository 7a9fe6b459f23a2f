// TypeScript's types, as far as the IR has words for them: names of classes, arrays of them, primitives.
import type { TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, parentOf, textOf } from '../../parsing/index.ts';
import { typeReference } from './decorators.ts';
import { type FileLowering, firstPartOf, partsOf } from './file-lowering.ts';
import { memberOf } from './names.ts';

/** How far aliases, unions and wrappers are followed. */
const DEEPEST_TYPE = 20;

const PRIMITIVES: Readonly<Record<string, TypeName>> = {
  string: 'string',
  number: 'number',
  bigint: 'number',
  boolean: 'boolean',
};

/** Generic types that say nothing but their argument: `await` and optional access do not change what a value is. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  ...['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Partial', 'Required', 'NonNullable', 'DeepPartial'],
]);

const ARRAYS: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray']);

/** The type in a node's `type` field (`: T`), or null. */
export function annotatedType(file: FileLowering, node: NodeIndex): TypeName | null {
  return typeIn(file, childByField(file.tree, node, 'type'));
}

/** What a function gives: of an async one, what its promise holds. */
export function returnTypeOf(file: FileLowering, node: NodeIndex): TypeName | null {
  const annotation = childByField(file.tree, node, 'return_type');
  return annotation >= 0 && kindOf(file.tree, annotation) === 'type_annotation' ? typeIn(file, annotation) : null;
}

function typeIn(file: FileLowering, annotation: NodeIndex): TypeName | null {
  const type = annotation < 0 ? -1 : firstPartOf(file.tree, annotation);
  return type < 0 ? null : typeName(file, type);
}

/** The name of a type node; null for what has none (`any`, functions, object types, unions of several). */
export function typeName(file: FileLowering, node: NodeIndex, depth = 0): TypeName | null {
  const { tree } = file;
  if (node < 0 || depth > DEEPEST_TYPE) return null;
  switch (kindOf(tree, node)) {
    case 'predefined_type':
      return PRIMITIVES[textOf(tree, node)] ?? null;
    case 'type_identifier':
    case 'identifier':
    case 'nested_type_identifier':
    case 'member_expression':
      return namedType(file, node, depth);
    case 'generic_type':
      return genericType(file, node, depth);
    case 'array_type':
      return arrayOf(typeName(file, firstPartOf(tree, node), depth + 1));
    case 'readonly_type':
    case 'parenthesized_type':
    case 'optional_type':
    case 'flow_maybe_type':
      return typeName(file, firstPartOf(tree, node), depth + 1);
    case 'union_type':
      return onlyOne(memberTypes(file, node, depth));
    case 'intersection_type':
      return memberTypes(file, node, depth).find((member) => member !== null) ?? null;
    case 'literal_type':
      return literalType(file, node);
    case 'template_literal_type':
      return 'string';
    default:
      return null;
  }
}

function arrayOf(element: TypeName | null): TypeName | null {
  return element === null ? null : `${element}[]`;
}

/** Unions nest to the left, one level a member: they are flattened in a loop. `undefined` and `null` do not count. */
function memberTypes(file: FileLowering, node: NodeIndex, depth: number): (TypeName | null)[] {
  const { tree } = file;
  const kind = kindOf(tree, node);
  const members: NodeIndex[] = [];
  const open = [node];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (kindOf(tree, current) === kind) open.push(...partsOf(tree, current).reverse());
    else if (!isNothing(textOf(tree, current))) members.push(current);
  }
  return members.map((member) => typeName(file, member, depth + 1));
}

function isNothing(type: string): boolean {
  return type === 'undefined' || type === 'null';
}

function onlyOne(members: readonly (TypeName | null)[]): TypeName | null {
  const [first] = members;
  return first !== undefined && members.every((member) => member === first) ? first : null;
}

function literalType(file: FileLowering, node: NodeIndex): TypeName | null {
  const literal = firstPartOf(file.tree, node);
  switch (literal < 0 ? '' : kindOf(file.tree, literal)) {
    case 'string':
      return 'string';
    case 'number':
    case 'unary_expression':
      return 'number';
    case 'true':
    case 'false':
      return 'boolean';
    default:
      return null;
  }
}

function genericType(file: FileLowering, node: NodeIndex, depth: number): TypeName | null {
  const { tree } = file;
  const name = childByField(tree, node, 'name');
  const list = childByField(tree, node, 'type_arguments');
  const text = name < 0 ? '' : textOf(tree, name);
  const argument = list < 0 ? -1 : firstPartOf(tree, list);
  if (ARRAYS.has(text)) return arrayOf(typeName(file, argument, depth + 1));
  return typeName(file, TRANSPARENT.has(text) ? argument : name, depth + 1);
}

/** Aliases are followed, interfaces are what they extend: their own members are not modelled. */
function namedType(file: FileLowering, node: NodeIndex, depth: number): TypeName | null {
  const [first, ...rest] = textOf(file.tree, node)
    .split('.')
    .map((key) => key.trim());
  const declaration = rest.length === 0 ? file.survey.types.get(first) : undefined;
  if (declaration !== undefined) return declaredType(file, declaration, depth) ?? first;
  if (first === 'bigint') return PRIMITIVES.bigint;
  if (rest.length === 0 && isTypeParameter(file, node, first)) return null;
  let value = file.scopes.read(first, node);
  for (const key of rest) value = memberOf(file, node, value, key);
  return typeReference(value);
}

function declaredType(file: FileLowering, declaration: NodeIndex, depth: number): TypeName | null {
  const { tree } = file;
  if (kindOf(tree, declaration) === 'type_alias_declaration') {
    return typeName(file, childByField(tree, declaration, 'value'), depth + 1);
  }
  const clause = partsOf(tree, declaration).find((part) => kindOf(tree, part) === 'extends_type_clause');
  return clause === undefined ? null : typeName(file, firstPartOf(tree, clause), depth + 1);
}

/** `T` of `function f<T>(x: T)`: one capital letter, declared around the use. */
function isTypeParameter(file: FileLowering, node: NodeIndex, name: string): boolean {
  if (name.length > 2) return false;
  const { tree } = file;
  for (let owner = parentOf(tree, node); owner >= 0; owner = parentOf(tree, owner)) {
    const list = childByField(tree, owner, 'type_parameters');
    if (list >= 0 && partsOf(tree, list).some((part) => firstPartIs(file, part, name))) return true;
  }
  return false;
}

function firstPartIs(file: FileLowering, node: NodeIndex, text: string): boolean {
  const part = firstPartOf(file.tree, node);
  return part >= 0 && textOf(file.tree, part) === text;
}
