// Imports and exports of JavaScript as code nodes.
import type { NodeIndex } from '../../parsing/syntax-tree.ts';
import { type CodeNode, LIST_KINDS, NONE, PLAIN } from './code-node.ts';
import { isEllipsis } from './common-shapes.ts';
import type { Reader, Shape, Shapes } from './reader.ts';

/** One node for each thing imported: its module, its name there (`default`, `*`), its name here. */
const importStatement: Shape = (reader, node) => {
  const required = reader.first(node, 'import_require_clause');
  if (required >= 0) {
    const [alias = NONE] = reader.loose(required);
    return reader.make(node, 'import', PLAIN, [reader.field(required, 'source'), special(reader, node, '*'), alias]);
  }
  const module = reader.field(node, 'source');
  const clause = reader.first(node, 'import_clause');
  if (clause < 0) return reader.make(node, 'import', PLAIN, [module, NONE, NONE]);
  const found = reader.named(clause).flatMap((child) => importedBy(reader, node, child, module));
  return reader.listOf(node, LIST_KINDS.splice, found);
};

const special = (reader: Reader, node: NodeIndex, name: string): CodeNode => reader.make(node, 'name', name, []);

function importedBy(reader: Reader, node: NodeIndex, clause: NodeIndex, module: CodeNode): CodeNode[] {
  const kind = reader.kind(clause);
  const make = (name: CodeNode, alias: CodeNode): CodeNode =>
    isEllipsis(name) ? name : reader.make(node, 'import', PLAIN, [module, name, alias]);
  if (kind === 'namespace_import') return [make(special(reader, node, '*'), reader.single(clause))];
  if (kind === 'named_imports') {
    return reader
      .named(clause)
      .filter((child) => reader.kind(child) === 'import_specifier')
      .map((child) => make(reader.field(child, 'name'), reader.field(child, 'alias')));
  }
  return [make(special(reader, node, 'default'), reader.at(clause))];
}

/** What an exported declaration is elsewhere; `export default x` keeps its own kind. */
const exportStatement: Shape = (reader, node) => {
  const declaration = reader.field(node, 'declaration');
  if (declaration === NONE) {
    const value = reader.field(node, 'value');
    return value === NONE ? reader.asIs(node) : reader.make(node, 'export', 'default', [value]);
  }
  const decorators = reader.ofKind(node, 'decorator');
  if (decorators.length === 0 || declaration.kind !== 'class') return declaration;
  const [own, ...rest] = declaration.parts;
  const all = reader.subset(node, [...decorators, ...own.parts]);
  return reader.make(node, 'class', declaration.value, [all, ...rest]);
};

export const JAVASCRIPT_MODULE_SHAPES: Shapes = {
  import_statement: importStatement,
  export_statement: exportStatement,
};
