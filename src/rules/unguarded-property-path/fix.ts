// Leaves out the names by which objects lead to their prototypes.
import {
  childByField,
  type Fix,
  kindOf,
  linesBefore,
  namedChildrenOf,
  parentOf,
  startOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end }) => {
  const key = /^[\w$.]+\[\s*([A-Za-z_$][\w$]*)\s*\]/.exec(source.slice(start, end))?.[1];
  let loop = node;
  while (loop >= 0 && !/^for_(?:in_)?statement$/.test(kindOf(tree, loop))) loop = parentOf(tree, loop);
  const body = loop < 0 ? -1 : childByField(tree, loop, 'body');
  if (key === undefined || body < 0 || kindOf(tree, body) !== 'statement_block') return [];
  const head = source.slice(startOf(tree, loop), startOf(tree, body));
  const [first] = namedChildrenOf(tree, body);
  if (first === undefined || !new RegExp(`\\b(?:const|let|var)\\s+${key}\\b`).test(head)) return [];
  const names = ['__proto__', 'constructor', 'prototype'].map((name) => `${key} === '${name}'`);
  const edit = linesBefore(tree, first, [`if (${names.join(' || ')}) continue;`]);
  if (edit === null) return [];
  return [{ description: 'Pass over the names by which objects lead to their prototypes.', edits: [edit] }];
};
