// Goes through a copy.
import { childByField, endOf, type Fix, nearestOfKind, startOf, textOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, language, source, start, end }) => {
  const loop = nearestOfKind(tree, node, /^(?:for_statement|enhanced_for_statement)$/);
  const list = loop < 0 ? -1 : childByField(tree, loop, language === 'python' ? 'right' : 'value');
  if (list < 0) return [];
  const code = textOf(tree, list);
  // What is put into a set again is in it: something else was meant.
  const element = language === 'python' ? textOf(tree, childByField(tree, loop, 'left')) : '';
  if (source.slice(start, end).replaceAll(/\s/g, '').startsWith(`${code}.add(${element})`)) return [];
  const place = { start: startOf(tree, list), end: endOf(tree, list) };
  if (language === 'python')
    return [{ description: 'Go through a copy of the list.', edits: [{ ...place, text: `list(${code})` }] }];
  return [];
};
