// Gives back what the last statement of the function computes.
import {
  childByField,
  endOf,
  type Fix,
  type FixCandidate,
  kindOf,
  namedChildrenOf,
  parentOf,
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
  if (/^\s*(?:void\s|(?:await\s+)?(?:console\.|[\w$.]+\s*(?:[+\-*/%&|^]|\*\*|<<|>>)?=[^=]))/.test(text)) return [];
  const each = forEachInstead(start);
  if (each !== null) return [each];
  return [
    {
      description: 'Return the value: the function gives `undefined` otherwise.',
      edits: [{ start: at, end: at, text: 'return ' }],
    },
  ];

  /** `list.map(…);` whose result nobody takes is a loop. */
  function forEachInstead(offset: number): FixCandidate | null {
    const list = parentOf(tree, node);
    const call = list < 0 ? -1 : parentOf(tree, list);
    if (
      call < 0 ||
      kindOf(tree, call) !== 'call_expression' ||
      kindOf(tree, parentOf(tree, call)) !== 'expression_statement'
    )
      return null;
    const name = /\.map\(\s*$/.exec(source.slice(startOf(tree, call), offset));
    if (name === null) return null;
    const from = startOf(tree, call) + name.index + 1;
    const description = 'Go through the list with `forEach`: nobody takes what `map` gives.';
    return { description, edits: [{ start: from, end: from + 3, text: 'forEach' }], replaces: ['map'] };
  }

  function nodeFrom(offset: number): number {
    for (let at = 0; at < tree.count; at++)
      if (startOf(tree, at) === offset && /function/.test(kindOf(tree, at)) && endOf(tree, at) > end && source !== '')
        return at;
    return -1;
  }
};
