// Arrays and object literals.
import type { Argument, Expression, RecordEntry } from '../../ir.ts';
import { childByField, childrenOf, hasToken, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression, partsOf, tokenOf } from './file-lowering.ts';
import { lowerFunction } from './functions.ts';
import { constant } from './literals.ts';
import { readName } from './names.ts';
import { lowerKey, memberName } from './property-keys.ts';

/** Holes (`[a, , b]`) keep their positions. */
export function lowerArray(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const items: Argument[] = [];
  let isHole = true;
  for (const child of childrenOf(tree, node)) {
    const token = tokenOf(tree, child);
    if (token === '[' || token === ']' || token === 'comment') continue;
    if (token !== ',') {
      items.push(lowerArgument(file, child));
      isHole = false;
      continue;
    }
    if (isHole) items.push({ value: constant(child, null), name: null, spread: 'none' });
    isHole = true;
  }
  return { kind: 'list', node, items };
}

/** An item of a list or of a call's arguments. */
export function lowerArgument(file: FileLowering, node: NodeIndex): Argument {
  const { tree } = file;
  if (kindOf(tree, node) !== 'spread_element')
    return { value: lowerExpression(file, node), name: null, spread: 'none' };
  const part = firstPartOf(tree, node);
  const value = part < 0 ? constant(node, null) : lowerExpression(file, part);
  return { value, name: null, spread: 'list' };
}

export function lowerArguments(file: FileLowering, node: NodeIndex): Argument[] {
  return node < 0 ? [] : partsOf(file.tree, node).map((part) => lowerArgument(file, part));
}

export function lowerObject(file: FileLowering, node: NodeIndex): Expression {
  const entries: RecordEntry[] = [];
  for (const part of partsOf(file.tree, node)) entries.push(lowerEntry(file, part));
  return { kind: 'record', node, entries };
}

function lowerEntry(file: FileLowering, node: NodeIndex): RecordEntry {
  const { tree } = file;
  switch (kindOf(tree, node)) {
    case 'pair': {
      const key = childByField(tree, node, 'key');
      const value = childByField(tree, node, 'value');
      return {
        key: key < 0 ? '' : lowerKey(file, key),
        value: value < 0 ? constant(node, null) : lowerExpression(file, value),
      };
    }
    case 'shorthand_property_identifier': {
      const name = textOf(tree, node);
      return { key: name, value: readName(file, name, node) };
    }
    case 'spread_element': {
      const part = firstPartOf(tree, node);
      return { spread: part < 0 ? constant(node, null) : lowerExpression(file, part) };
    }
    case 'method_definition':
      return lowerMethodEntry(file, node);
    default:
      return { spread: lowerExpression(file, node) };
  }
}

/** A getter's key holds what the getter gives; a setter is only kept so that its body is looked at. */
function lowerMethodEntry(file: FileLowering, node: NodeIndex): RecordEntry {
  const { tree } = file;
  const nameNode = childByField(tree, node, 'name');
  const name = nameNode < 0 ? '' : memberName(file, nameNode);
  const definition = lowerFunction(file, node, { name, receiver: 'this' });
  const method: Expression = { kind: 'function', node, definition };
  if (hasToken(tree, node, 'set')) return { key: `set ${name}`, value: method };
  const key = nameNode < 0 ? name : lowerKey(file, nameNode);
  if (!hasToken(tree, node, 'get')) return { key, value: method };
  return { key, value: { kind: 'call', node, callee: method, arguments: [], construction: false } };
}
