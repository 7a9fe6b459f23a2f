// Removes the entry that a later one of the same key replaces.
import {
  childByField,
  endOf,
  type Fix,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  nearestOfKind,
  parentOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  const later = nearestOfKind(tree, node, /^pair$/);
  if (later < 0) return [];
  const owner = parentOf(tree, later);
  const keyOf = (pair: NodeIndex): string => textOf(tree, childByField(tree, pair, 'key')).replaceAll(/['"]/g, '');
  const entries = namedChildrenOf(tree, owner).filter((child) => kindOf(tree, child) === 'pair');
  const earlier = entries.find((pair) => pair < later && keyOf(pair) === keyOf(later));
  // A spread between them may set it as well, and calls have to stay.
  const isSimple = namedChildrenOf(tree, owner).every((child) => /^(?:pair|comment)$/.test(kindOf(tree, child)));
  if (earlier === undefined || !isSimple || /[(`]/.test(textOf(tree, earlier))) return [];
  const first = startOf(tree, earlier);
  const next = entries[entries.indexOf(earlier) + 1];
  const line = source.lastIndexOf('\n', first) + 1;
  const isOwnLine =
    source.slice(line, first).trim() === '' && source.slice(endOf(tree, earlier), startOf(tree, next)).includes('\n');
  const end = isOwnLine ? source.indexOf('\n', endOf(tree, earlier)) + 1 : startOf(tree, next);
  return [
    {
      description: 'Remove the first entry of this key, which the later one replaces.',
      edits: [{ start: isOwnLine ? line : first, end, text: '' }],
    },
  ];
};
