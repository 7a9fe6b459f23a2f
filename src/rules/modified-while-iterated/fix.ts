// Goes through a copy.
import { childByField, endOf, type Fix, kindOf, parentOf, startOf, textOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, language }) => {
  let loop = node;
  while (loop >= 0 && !/^(?:for_statement|enhanced_for_statement)$/.test(kindOf(tree, loop)))
    loop = parentOf(tree, loop);
  const list = loop < 0 ? -1 : childByField(tree, loop, language === 'python' ? 'right' : 'value');
  if (list < 0) return [];
  const code = textOf(tree, list);
  const place = { start: startOf(tree, list), end: endOf(tree, list) };
  if (language === 'python')
    return [{ description: 'Go through a copy of the list.', edits: [{ ...place, text: `list(${code})` }] }];
  return [];
};
