// Composite literals: structs are constructed, maps are records, slices and arrays are lists. Inner literals may leave
// their type out.
import type { Argument, Expression, RecordEntry } from '../../ir.ts';
import { childByField, kindOf, type NodeIndex, textOf } from '../../parsing/syntax-tree.ts';
import { plain } from './arguments.ts';
import { type GoContext, partsOf, unknown } from './context.ts';
import { membersOf } from './outline.ts';
import { bareType, moduleOf, simpleOf, structOf, typeNameOf } from './types.ts';

/** `T{…}` */
export function lowerComposite(context: GoContext, node: NodeIndex): Expression {
  const body = childByField(context.tree, node, 'body');
  return body < 0 ? unknown(node) : literalOf(context, node, body, childByField(context.tree, node, 'type'));
}

/** `{…}` whose type is that of the literal around it. */
function lowerElided(context: GoContext, body: NodeIndex, type: NodeIndex): Expression {
  return context.builder.descend(
    () => literalOf(context, body, body, type),
    () => context.builder.unknown(body),
  );
}

function literalOf(context: GoContext, node: NodeIndex, body: NodeIndex, written: NodeIndex, depth = 0): Expression {
  const { tree, outline } = context;
  const type = written < 0 ? -1 : bareType(context, written);
  const kind = type < 0 ? '' : kindOf(tree, type);
  if (kind === 'map_type') return recordOf(context, node, body, childByField(tree, type, 'value'), true);
  if (kind === 'slice_type' || kind === 'array_type' || kind === 'implicit_length_array_type') {
    return listOf(context, node, body, childByField(tree, type, 'element'));
  }
  if (kind === 'struct_type') return anonymousStruct(context, node, body, type);
  if (kind === 'type_identifier') {
    const name = textOf(tree, type);
    if (structOf(context, name) >= 0) return constructed(context, node, body, context.scopes.read(name, type));
    const declared = outline.types.get(name);
    if (declared !== undefined && depth < 20) {
      return literalOf(context, node, body, childByField(tree, declared, 'type'), depth + 1);
    }
  }
  return literalOfUnseen(context, node, body, type);
}

/** A type of another file or package: what the literal looks like says what it is. */
function literalOfUnseen(context: GoContext, node: NodeIndex, body: NodeIndex, type: NodeIndex): Expression {
  const { tree } = context;
  const elements = partsOf(context, body);
  const isKeyed = elements.length > 0 && elements.every((element) => kindOf(tree, element) === 'keyed_element');
  const hasNames = isKeyed && elements.every((element) => fieldName(context, element) !== null);
  if (isKeyed && (!hasNames || type < 0)) return recordOf(context, node, body, -1, false);
  if (!isKeyed && (elements.length > 0 || type < 0)) return listOf(context, node, body, -1);
  return constructed(context, node, body, calleeOf(context, type));
}

function calleeOf(context: GoContext, type: NodeIndex): Expression {
  const { tree, scopes } = context;
  if (kindOf(tree, type) === 'type_identifier') return scopes.read(textOf(tree, type), type);
  const name = typeNameOf(context, type);
  return name === null ? unknown(type) : { kind: 'import', node: type, module: moduleOf(name), name: simpleOf(name) };
}

function constructed(context: GoContext, node: NodeIndex, body: NodeIndex, callee: Expression): Expression {
  const values = partsOf(context, body).map((element): Argument => {
    const name = fieldName(context, element);
    return { value: partValue(context, element, -1), name, spread: 'none' };
  });
  return { kind: 'call', node, callee, arguments: values, construction: true };
}

function anonymousStruct(context: GoContext, node: NodeIndex, body: NodeIndex, type: NodeIndex): Expression {
  const { tree } = context;
  const names = membersOf(tree, type).flatMap((field) =>
    partsOf(context, field).filter((part) => kindOf(tree, part) === 'field_identifier'),
  );
  const entries = partsOf(context, body).map((element, index): RecordEntry => {
    const name = names[index];
    const key = fieldName(context, element) ?? (name === undefined ? index : textOf(tree, name));
    return { key, value: partValue(context, element, -1) };
  });
  return { kind: 'record', node, entries };
}

function recordOf(
  context: GoContext,
  node: NodeIndex,
  body: NodeIndex,
  type: NodeIndex,
  keysAreExpressions: boolean,
): Expression {
  const entries = partsOf(context, body).map((element): RecordEntry => {
    const name = keysAreExpressions ? null : fieldName(context, element);
    return { key: name ?? keyOf(context, element), value: partValue(context, element, type) };
  });
  return { kind: 'record', node, entries };
}

function listOf(context: GoContext, node: NodeIndex, body: NodeIndex, type: NodeIndex): Expression {
  return {
    kind: 'list',
    node,
    items: partsOf(context, body).map((element) => plain(partValue(context, element, type))),
  };
}

/** `Name` of `Name: value`; null when the key is no bare name. */
function fieldName(context: GoContext, element: NodeIndex): string | null {
  const { tree } = context;
  const key = kindOf(tree, element) === 'keyed_element' ? childByField(tree, element, 'key') : -1;
  const [inner] = key < 0 ? [] : partsOf(context, key);
  return inner !== undefined && kindOf(tree, inner) === 'identifier' ? textOf(tree, inner) : null;
}

function keyOf(context: GoContext, element: NodeIndex): Expression {
  const { tree } = context;
  const key = kindOf(tree, element) === 'keyed_element' ? childByField(tree, element, 'key') : -1;
  return key < 0 ? unknown(element) : elementValue(context, key, -1);
}

function partValue(context: GoContext, element: NodeIndex, type: NodeIndex): Expression {
  const { tree } = context;
  const value = kindOf(tree, element) === 'keyed_element' ? childByField(tree, element, 'value') : element;
  return value < 0 ? unknown(element) : elementValue(context, value, type);
}

function elementValue(context: GoContext, element: NodeIndex, type: NodeIndex): Expression {
  const { tree } = context;
  const inner = kindOf(tree, element) === 'literal_element' ? (partsOf(context, element)[0] ?? -1) : element;
  if (inner < 0) return unknown(element);
  return kindOf(tree, inner) === 'literal_value' ? lowerElided(context, inner, type) : context.expression(inner);
}
