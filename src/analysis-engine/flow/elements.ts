// JSX: an element of a library or the page. What its attributes do is told by facts on writes (`element.innerHTML`).
import type { NodeIndex } from '../parsing/syntax-tree.ts';
import { putChild } from './children.ts';
import type { Frame } from './frame.ts';
import { derive } from './join.ts';
import { applyWrite, callFunctions } from './library-call.ts';
import type { Pass } from './pass.ts';
import { listValue, typed, UNKNOWN, type Value } from './value.ts';

/** Facts of attributes: `writes: { jsx.dangerouslySetInnerHTML: … }`. */
const ELEMENT = typed('jsx');

/** A component in sight is called with its attributes; the result of rendering is safe text except where facts say no. */
export function renderElement(
  pass: Pass,
  frame: Frame,
  node: NodeIndex,
  tag: Value,
  attributes: Value,
  children: readonly Value[],
): Value {
  for (const [name, value] of attributes.kids ?? []) applyWrite(pass, frame, node, ELEMENT, String(name), [value]);
  const properties = children.length === 0 ? attributes : putChild(attributes, 'children', listValue(children, 0));
  const rendered = callFunctions(pass, frame, node, tag, [properties]);
  return rendered === null ? UNKNOWN : derive([rendered]);
}
