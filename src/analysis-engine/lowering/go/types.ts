// Types as they are written → type names. Pointers are what they point to, type arguments are dropped.
import type { Expression, TypeName } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { type GoContext, partsOf, unknown } from './context.ts';
import { fieldText } from './outline.ts';

const NUMBERS: ReadonlySet<string> = new Set(
  'int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte rune float32 float64 complex64 complex128'.split(
    ' ',
  ),
);

/** The built-in types that text is made of: bytes and runes lists are texts, as far as data flows through them. */
const isTextElement = (name: string): boolean => name === 'byte' || name === 'rune' || name === 'uint8';

const DEEPEST_TYPE = 40;

/** The type name of a type node; null where nothing is known of the type (`any`, functions, type parameters). */
export function typeNameOf(context: GoContext, written: NodeIndex, depth = 0): TypeName | null {
  const { tree } = context;
  if (written < 0 || depth > DEEPEST_TYPE) return null;
  const node = bareType(context, written);
  if (node < 0) return null;
  switch (kindOf(tree, node)) {
    case 'type_identifier':
    case 'identifier':
      return namedType(context, textOf(tree, node), depth);
    case 'qualified_type': {
      // Snippets leave the imports out: the facts know the well-known packages by their short names.
      const name = fieldText(tree, node, 'package');
      return `${context.outline.imports.get(name) ?? `unimported/${name}`}.${fieldText(tree, node, 'name')}`;
    }
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return listType(context, childByField(tree, node, 'element'), depth);
    case 'map_type':
      return 'record';
    case 'channel_type':
      return 'channel';
    default:
      return null;
  }
}

/** Without pointers, parentheses and type arguments, however many. */
export function bareType(context: GoContext, node: NodeIndex): NodeIndex {
  const { tree } = context;
  let at = node;
  while (at >= 0) {
    const kind = kindOf(tree, at);
    if (kind === 'pointer_type' || kind === 'parenthesized_type') at = partsOf(context, at)[0] ?? -1;
    else if (kind === 'generic_type') at = childByField(tree, at, 'type');
    else break;
  }
  return at;
}

function listType(context: GoContext, element: NodeIndex, depth: number): TypeName | null {
  if (element >= 0 && isTextElement(textOf(context.tree, element))) return 'string';
  const name = typeNameOf(context, element, depth + 1);
  return name === null ? null : `${name}[]`;
}

/** A simple name: built in, a type parameter, declared in this file, or in another file of the package. */
function namedType(context: GoContext, name: string, depth: number): TypeName | null {
  const { outline } = context;
  if (context.typeParameters.some((names) => names.has(name))) return null;
  const declared = outline.types.get(name);
  if (declared !== undefined && !isClass(context, name)) {
    return typeNameOf(context, childByField(context.tree, declared, 'type'), depth + 1);
  }
  if (declared === undefined) {
    const builtIn = builtInType(name);
    if (builtIn !== undefined) return builtIn;
  }
  return qualified(context, name);
}

/** undefined: not built in; null: built in, and says nothing. */
export function builtInType(name: string): TypeName | null | undefined {
  if (name === 'string') return 'string';
  if (NUMBERS.has(name)) return 'number';
  if (name === 'any' || name === 'comparable') return null;
  if (name === 'error') return 'error';
  return name === 'bool' ? 'boolean' : undefined;
}

export function qualified(context: GoContext, name: string): TypeName {
  return `${context.outline.packageName}.${name}`;
}

/** Structs, interfaces with methods, and every other named type that has methods. */
export function isClass(context: GoContext, name: string): boolean {
  const { tree, outline } = context;
  const declared = outline.types.get(name);
  if (declared === undefined) return false;
  if (outline.methods.has(name)) return true;
  const type = childByField(tree, declared, 'type');
  if (type < 0 || kindOf(tree, declared) === 'type_alias') return false;
  const kind = kindOf(tree, type);
  return (
    kind === 'struct_type' ||
    (kind === 'interface_type' && partsOf(context, type).some((part) => kindOf(tree, part) === 'method_elem'))
  );
}

/** The struct type behind a named type of the file; -1 when it is none. */
export function structOf(context: GoContext, name: string): NodeIndex {
  const declared = context.outline.types.get(name);
  const type = declared === undefined ? -1 : childByField(context.tree, declared, 'type');
  return type >= 0 && kindOf(context.tree, type) === 'struct_type' ? type : -1;
}

/** What a variable holds that was declared without a value: of structs a fresh one, otherwise only the type is known. */
export function zeroValue(context: GoContext, node: NodeIndex, type: NodeIndex): Expression {
  const { tree, scopes } = context;
  const bare = type < 0 ? -1 : bareType(context, type);
  const isPointer = bare !== type;
  const kind = bare < 0 ? '' : kindOf(tree, bare);
  if (!isPointer && kind === 'type_identifier' && structOf(context, textOf(tree, bare)) >= 0) {
    const callee = scopes.read(textOf(tree, bare), bare);
    return { kind: 'call', node, callee, arguments: [], construction: true };
  }
  const name = typeNameOf(context, type);
  if (!isPointer && kind === 'qualified_type' && name !== null) {
    const callee: Expression = { kind: 'import', node: bare, module: moduleOf(name), name: simpleOf(name) };
    return { kind: 'call', node, callee, arguments: [], construction: true };
  }
  return name === null ? unknown(node) : { kind: 'cast', node, value: unknown(node), type: name };
}

export const moduleOf = (type: TypeName): string => type.slice(0, type.lastIndexOf('.'));
export const simpleOf = (type: TypeName): string => type.slice(type.lastIndexOf('.') + 1);

/** Runs `lower` with the type parameters of a declaration known as such. */
export function withTypeParameters<Result>(context: GoContext, node: NodeIndex, lower: () => Result): Result {
  const { tree } = context;
  const list = childByField(tree, node, 'type_parameters');
  const names = new Set<string>();
  for (const declaration of list < 0 ? [] : partsOf(context, list)) {
    for (const part of partsOf(context, declaration))
      if (kindOf(tree, part) === 'identifier') names.add(textOf(tree, part));
  }
  context.typeParameters.push(names);
  const result = lower();
  context.typeParameters.pop();
  return result;
}
