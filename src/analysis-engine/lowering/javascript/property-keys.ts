// Keys of object literals, patterns, and class members: names, strings, numbers, `[computed]`, `#private`.
import type { Expression } from '../../ir.ts';
import { kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression } from './file-lowering.ts';
import { stringValue } from './literals.ts';

/** A key that is known, or the expression that computes it. */
export function lowerKey(file: FileLowering, node: NodeIndex): string | number | Expression {
  const { tree } = file;
  const kind = kindOf(tree, node);
  if (kind === 'string') return stringValue(tree, node);
  if (kind === 'number') return Number(textOf(tree, node));
  if (kind !== 'computed_property_name') return textOf(tree, node);
  const part = firstPartOf(tree, node);
  if (part < 0) return '';
  const key = lowerExpression(file, part);
  return isKnownKey(key) ? key.value : key;
}

/** The same for members, which need a name: what is computed gives the text between the brackets. */
export function memberName(file: FileLowering, node: NodeIndex): string {
  const { tree } = file;
  if (kindOf(tree, node) !== 'computed_property_name') return String(lowerKey(file, node));
  const part = firstPartOf(tree, node);
  if (part < 0) return '';
  return kindOf(tree, part) === 'string' ? stringValue(tree, part) : textOf(tree, part);
}

type KnownKey = Extract<Expression, { kind: 'constant' }> & { readonly value: string | number };

function isKnownKey(key: Expression): key is KnownKey {
  return key.kind === 'constant' && (typeof key.value === 'string' || typeof key.value === 'number');
}
