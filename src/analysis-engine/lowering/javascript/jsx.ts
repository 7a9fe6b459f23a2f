// JSX: elements with their attributes as records and their children as expressions.
import type { Expression, RecordEntry } from '../../ir.ts';
import { childByField, childrenByField, kindOf, type NodeIndex, textOf } from '../../parsing/index.ts';
import { lowerArgument } from './collections.ts';
import { type FileLowering, firstPartOf, lowerExpression, partsOf } from './file-lowering.ts';
import { constant, decodeEntities } from './literals.ts';

export function lowerElement(file: FileLowering, node: NodeIndex): Expression {
  const { tree } = file;
  const opening = childByField(tree, node, 'open_tag');
  const children: Expression[] = [];
  for (const part of partsOf(tree, node)) {
    const kind = kindOf(tree, part);
    if (kind !== 'jsx_opening_element' && kind !== 'jsx_closing_element') addChild(file, part, children);
  }
  return element(file, node, opening < 0 ? node : opening, children);
}

export function lowerSelfClosingElement(file: FileLowering, node: NodeIndex): Expression {
  return element(file, node, node, []);
}

function element(file: FileLowering, node: NodeIndex, opening: NodeIndex, children: Expression[]): Expression {
  const attributes = childrenByField(file.tree, opening, 'attribute').map((each) => lowerAttribute(file, each));
  return { kind: 'element', node, tag: lowerTag(file, opening), attributes, children };
}

/** Lower-case tags are the document's own (a constant), others are components; a fragment's tag is ''. */
function lowerTag(file: FileLowering, opening: NodeIndex): Expression {
  const { tree } = file;
  const name = childByField(tree, opening, 'name');
  if (name < 0) return constant(opening, '');
  const text = textOf(tree, name);
  const isComponent = kindOf(tree, name) !== 'jsx_namespace_name' && /^[A-Z_$]|\./.test(text);
  return isComponent ? lowerExpression(file, name) : constant(name, text);
}

function lowerAttribute(file: FileLowering, node: NodeIndex): RecordEntry {
  const { tree } = file;
  if (kindOf(tree, node) === 'jsx_expression') {
    const part = firstPartOf(tree, node);
    return { spread: part < 0 ? constant(node, null) : lowerArgument(file, part).value };
  }
  const [name, value] = partsOf(tree, node);
  const key = name === undefined ? '' : textOf(tree, name);
  return { key, value: value === undefined ? constant(node, true) : lowerAttributeValue(file, value) };
}

function lowerAttributeValue(file: FileLowering, node: NodeIndex): Expression {
  if (kindOf(file.tree, node) !== 'string') return lowerExpression(file, node);
  const text = textOf(file.tree, node).slice(1, -1);
  return constant(node, decodeEntities(text));
}

function addChild(file: FileLowering, node: NodeIndex, children: Expression[]): void {
  const kind = kindOf(file.tree, node);
  if (kind === 'jsx_text' || kind === 'html_character_reference') {
    const text = decodeEntities(textOf(file.tree, node));
    if (text.trim() !== '') children.push(constant(node, text));
  } else if (kind !== 'jsx_expression' || firstPartOf(file.tree, node) >= 0) children.push(lowerExpression(file, node));
}

/** `{value}`; `{...children}` stands for them all. */
export function lowerJsxExpression(file: FileLowering, node: NodeIndex): Expression {
  const part = firstPartOf(file.tree, node);
  return part < 0 ? constant(node, null) : lowerArgument(file, part).value;
}

/** Text of an element where no element is around it, after a syntax error. */
export function lowerJsxText(file: FileLowering, node: NodeIndex): Expression {
  return constant(node, decodeEntities(textOf(file.tree, node)));
}
