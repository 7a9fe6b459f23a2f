// Makes a hash of the fields that are compared.
import { endOf, type Fix, nearestOfKind, startOf, textOf } from '../../analysis-engine/index.ts';

const COMPARED =
  /\b(?:this\.)?(\w+)\s*(?:==|\.equals\()\s*(?:\w+|\(\(\w+\)\s*\w+\))\.\1\b|equals\((?:this\.)?(\w+),\s*\w+\.\2\)|(?:\w+|\(\(\w+\)\s*\w+\))\.(\w+)\s*==\s*(?:this\.)?\3\b/g;

export const fix: Fix = ({ tree, node, source, repairs, start, end }) => {
  const method = nearestOfKind(tree, node, /^method_declaration$/);
  if (method < 0) return [];
  const fields = [
    ...new Set([...textOf(tree, method).matchAll(COMPARED)].map((match) => match[1] ?? match[2] ?? match[3])),
  ];
  const written = repairs.write('#{java.util.Objects}', { start, end });
  if (fields.length === 0 || written === null) return [];
  const line = source.lastIndexOf('\n', startOf(tree, method)) + 1;
  const indentation = /^[ \t]*/.exec(source.slice(line))?.[0] ?? '';
  const unit = indentation.includes('\t') ? '\t' : indentation.slice(0, 4);
  const lines = [
    '@Override',
    'public int hashCode() {',
    `${unit}return ${written.text}.hash(${fields.join(', ')});`,
    '}',
  ];
  const text = `\n\n${lines.map((each) => indentation + each).join('\n')}`;
  const at = endOf(tree, method);
  const description = 'Make the hash of the fields that are compared: equal objects must have equal ones.';
  return [{ description, edits: [{ start: at, end: at, text }, ...written.edits] }];
};
