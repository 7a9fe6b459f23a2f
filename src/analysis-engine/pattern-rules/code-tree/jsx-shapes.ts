// JSX as code nodes.
import { NONE, PLAIN } from './code-node.ts';
import { isEllipsis, splice } from './common-shapes.ts';
import { isEllipsisText, PATTERN_KINDS, patternName } from './placeholders.ts';
import type { Shape, Shapes } from './reader.ts';

const element: Shape = (reader, node) => {
  const open = reader.child(node, 'open_tag');
  const children = reader.children(node).filter((part) => part.kind !== 'none');
  return reader.make(node, 'element', PLAIN, [
    reader.field(open, 'name'),
    reader.subset(open, reader.fields(open, 'attribute')),
    reader.list(node, children),
  ]);
};

const selfClosing: Shape = (reader, node) =>
  reader.make(node, 'element', PLAIN, [
    reader.field(node, 'name'),
    reader.subset(node, reader.fields(node, 'attribute')),
    reader.isPattern ? NONE : reader.list(node, []),
  ]);

const attribute: Shape = (reader, node) => {
  const [name = NONE, value = NONE] = reader.children(node);
  if (isEllipsis(name)) return name;
  return reader.make(node, 'attribute', PLAIN, [name, value]);
};

const text: Shape = (reader, node) => {
  const content = reader.text(node);
  if (content.trim() === '') return NONE;
  if (reader.isPattern && isEllipsisText(content)) return reader.make(node, PATTERN_KINDS.ellipsis, '', []);
  const special = reader.isPattern ? patternName(content.trim()) : null;
  if (special) return reader.make(node, special.kind, special.value, []);
  return reader.make(node, 'jsx-text', content.trim(), []);
};

export const JSX_SHAPES: Shapes = {
  jsx_element: element,
  jsx_self_closing_element: selfClosing,
  jsx_opening_element: () => NONE,
  jsx_closing_element: () => NONE,
  jsx_attribute: attribute,
  jsx_expression: splice,
  jsx_text: text,
  html_character_reference: text,
};
