// TypeScript's type assertions.
import type { Expression } from '../../ir.ts';
import { kindOf, type NodeIndex } from '../../parsing/index.ts';
import { type FileLowering, firstPartOf, lowerExpression, partsOf } from './file-lowering.ts';
import { typeName } from './types.ts';

const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

/**
 * `x as T`, `<T>x`. Assertions to primitives are dropped: nothing converts or checks the value at run time, and the
 * flow pass would take a number for harmless.
 */
export function lowerAssertion(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const parts = partsOf(tree, node);
  const isPrefix = kindOf(tree, node) === 'type_assertion';
  const [valueNode, holder] = isPrefix ? [parts[1], parts[0]] : parts;
  if (valueNode === undefined) return file.program.unknown(node);
  const value = lowerExpression(file, valueNode);
  const typeNode = isPrefix && holder !== undefined ? firstPartOf(tree, holder) : holder;
  const type = typeNode === undefined ? null : typeName(file, typeNode);
  return type === null || PRIMITIVES.has(type) ? value : { kind: 'cast', node, value, type };
}
