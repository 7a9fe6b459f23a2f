// Gives back what the last statement of the function computes.
import {
  childByField,
  endOf,
  type Fix,
  kindOf,
  namedChildrenOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, source, start, end }) => {
  const node = nodeFrom(start);
  const body = node < 0 ? -1 : childByField(tree, node, 'body');
  const last = body < 0 ? undefined : namedChildrenOf(tree, body).at(-1);
  if (last === undefined || kindOf(tree, last) !== 'expression_statement' || end <= start) return [];
  const at = startOf(tree, last);
  const text = textOf(tree, last);
  // What is only done for its effect is no value.
  if (/^\s*(?:await\s+)?(?:console\.|[\w$.]+\s*(?:[+\-*/%&|^]|\*\*|<<|>>)?=[^=])/.test(text)) return [];
  return [
    {
      description: 'Return the value: the function gives `undefined` otherwise.',
      edits: [{ start: at, end: at, text: 'return ' }],
    },
  ];

  function nodeFrom(offset: number): number {
    for (let at = 0; at < tree.count; at++)
      if (startOf(tree, at) === offset && /function/.test(kindOf(tree, at)) && endOf(tree, at) > end && source !== '')
        return at;
    return -1;
  }
};
