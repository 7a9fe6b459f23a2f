// Two dashes end the options, so that what follows is a name whatever it begins with.
import { callIn, endOf, type Fix, startOf, textOf } from '../../analysis-engine/index.ts';

/** Programs that take the two dashes behind their options; of those of git the ones that take addresses and names. */
const TAKES = /(?:^|\/)(?:wget|curl|ssh|scp|rsync|tar)$/;
const OF_GIT = /^(?:clone|ls-remote|fetch|pull|push)$/;

export const fix: Fix = ({ program, tree, start, end, trace }) => {
  const given = callIn(program, start, end)?.item.arguments.map(({ value }) => value) ?? [];
  const plain = (node: number): string => textOf(tree, node).replaceAll(/^[rb]?["'`]|["'`]$/g, '');
  const list = given.find((value) => value.kind === 'list');
  const values = list?.kind === 'list' ? list.items.map(({ value }) => value) : given;
  const [first] = given;
  const name = first === undefined ? '' : plain(first === list ? (values[0]?.node ?? first.node) : first.node);
  const rest = first === list || list === undefined ? values.slice(1) : values;
  const at = rest.findIndex((value) => value.kind !== 'constant');
  const target = rest[at];
  if (target === undefined || (trace.length > 0 && target.kind === 'list')) return [];
  const isTaken = TAKES.test(name) || (name === 'git' && rest[0] !== undefined && OF_GIT.test(plain(rest[0].node)));
  // Options behind the value would become names as well.
  const isLast = rest.slice(at).every((value) => !plain(value.node).startsWith('-'));
  const before = rest[at - 1];
  const isOfOption = before !== undefined && plain(before.node).startsWith('-');
  if (!isTaken || !isLast || isOfOption || rest.some((value) => plain(value.node) === '--')) return [];
  const quote = /["'`]/.exec(tree.source.slice(start, startOf(tree, target.node)))?.[0] ?? '"';
  const place = startOf(tree, target.node);
  if (endOf(tree, target.node) > end) return [];
  const description = 'End the options with `--`, so that the value is never read as one.';
  return [{ description, edits: [{ start: place, end: place, text: `${quote}--${quote}, ` }] }];
};
