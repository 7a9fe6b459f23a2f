// Makes the value anew in each call.
import {
  childByField,
  type Fix,
  namedChildrenOf,
  nearestOfKind,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end }) => {
  const parameter = /^(\w+)(\s*:[^=]+)?\s*=\s*(\[.*\]|\{.*\}|\w+\(.*\))$/s.exec(source.slice(start, end));
  const owner = nearestOfKind(tree, node, /^function_definition$/);
  const body = owner < 0 ? -1 : childByField(tree, owner, 'body');
  if (parameter === null || body < 0) return [];
  const [, name, type = '', value] = parameter;
  // What all calls share may be shared on purpose: a memory of what was computed, or a place for one value.
  if (/cache|memo|state|seen|counter|_?static/i.test(name) || /^\[[^,]+\]$/.test(value)) return [];
  const statements = namedChildrenOf(tree, body);
  const docstring = /^[rRuU]?["']/.test(textOf(tree, statements[0] ?? body)) ? 1 : 0;
  const first = statements[docstring];
  if (
    first === undefined ||
    !source.slice(source.lastIndexOf('\n', startOf(tree, first)) + 1, startOf(tree, first)).match(/^[ \t]+$/)
  )
    return [];
  const indentation = source.slice(source.lastIndexOf('\n', startOf(tree, first)) + 1, startOf(tree, first));
  const unit = indentation.includes('\t') ? '\t' : '    ';
  const lines = `if ${name} is None:\n${indentation}${unit}${name} = ${value}\n${indentation}`;
  const text = type === '' ? `${name}=None` : `${name}${type.trimEnd()} | None = None`;
  return [
    {
      description: `Make \`${name}\` anew in each call: all calls share what stands here.`,
      edits: [
        { start, end, text },
        { start: startOf(tree, first), end: startOf(tree, first), text: lines },
      ],
    },
  ];
};
