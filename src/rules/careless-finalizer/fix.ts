// Lets the finalizer of the superclass run as well, and nobody else call this one.
import {
  childByField,
  endOf,
  type Fix,
  indentationAt,
  indentationUnit,
  lineEndOf,
  nearestOfKind,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end }) => {
  const method = nearestOfKind(tree, node, /^method_declaration$/);
  const owner = method < 0 ? -1 : nearestOfKind(tree, method, /^class_declaration$/);
  const body = method < 0 ? -1 : childByField(tree, method, 'body');
  if (owner < 0 || body < 0 || startOf(tree, method) < start || endOf(tree, method) > end) return [];
  const head = source.slice(startOf(tree, method), startOf(tree, body));
  const inside = source.slice(startOf(tree, body) + 1, endOf(tree, body) - 1);
  const isPublic = /\bpublic\b/.test(head);
  const extendsOther = /^[^{]*\bextends\b/.test(textOf(tree, owner).replace(/^[^{]*\bclass\s+\w+(?:<[^{]*>)?/, ''));
  // A superclass may have a public one, and where there is none its finalizer does nothing.
  if (isPublic === extendsOther || source.match(/\bfinalize\s*\(/g)?.length !== 1) return [];
  // The finalizer of a superclass may fail with less, and then nobody may override it with one that fails with more.
  if (extendsOther && !/\bthrows\s[^{]*\bThrowable\b/.test(head)) return [];
  // Lines of a text block are not moved, and a body on one line is laid out by hand.
  if (/"""|\bsuper\b/.test(inside) || !/^\s*?\r?\n[\s\S]*\S[\s\S]*\n\s*$/.test(inside)) return [];
  const line = lineEndOf(source);
  const margin = indentationAt(source, startOf(tree, method));
  const unit = indentationUnit(source);
  const moved = inside.trimEnd().replaceAll(/\n(?=[^\r\n])/g, `\n${unit}`);
  const text =
    `{${line}${margin}${unit}try {${moved}${line}${margin}${unit}} finally {` +
    `${line}${margin}${unit.repeat(2)}super.finalize();${line}${margin}${unit}}${line}${margin}}`;
  const declared = head
    .replace(/\bpublic\b/, 'protected')
    .replace(/\)\s*(?:throws\s[^{]*)?$/, (tail) => `) throws Throwable${/\s*$/.exec(tail)?.[0] || ' '}`);
  return [
    {
      description: 'Run the finalizer of the superclass, whatever happens here.',
      edits: [{ start: startOf(tree, method), end: endOf(tree, body), text: declared + text }],
    },
  ];
};
