// Returns what says that there is nothing.
import { childByField, nearestOfKind, rewritten, textOf } from '../../analysis-engine/index.ts';

const EMPTY: readonly (readonly [RegExp, string])[] = [
  [/^(?:java\.util\.)?Optional\b/, 'Optional.empty()'],
  [/^(?:java\.lang\.)?String$/, '""'],
];

export const fix = rewritten('Return what says that there is nothing.', (_, { tree, node }) => {
  const method = nearestOfKind(tree, node, /^method_declaration$/);
  const type = method < 0 ? -1 : childByField(tree, method, 'type');
  const empty = type < 0 ? undefined : EMPTY.find(([pattern]) => pattern.test(textOf(tree, type)));
  return empty === undefined ? null : `return ${empty[1]};`;
});
