// Leaves out the names by which objects lead to their prototypes.
import {
  childByField,
  type Fix,
  kindOf,
  linesAfter,
  linesBefore,
  literalPattern,
  type NodeIndex,
  namedChildrenOf,
  nearestOfKind,
  type SyntaxTree,
  startOf,
  type TextEdit,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end }) => {
  const key = keyIn(source.slice(start, end));
  const loop = nearestOfKind(tree, node, /^for_(?:in_)?statement$/);
  const body = loop < 0 ? -1 : childByField(tree, loop, 'body');
  if (key === null || body < 0 || kindOf(tree, body) !== 'statement_block') return [];
  const names = ['__proto__', 'constructor', 'prototype'].map((name) => `${key} === '${name}'`);
  const edit = guard(tree, loop, body, key, `if (${names.join(' || ')}) continue;`);
  return edit === null
    ? []
    : [{ description: 'Pass over the names by which objects lead to their prototypes.', edits: [edit] }];
};

/** What stands in the last brackets: `key` of `object[key]`, `keys[i]` of `object[keys[i]]`. */
function keyIn(code: string): string | null {
  const access = /^[^=]*/.exec(code)?.[0] ?? '';
  return /^[\w$.]+\[\s*([A-Za-z_$][\w$.]*(?:\[\s*[\w$]+\s*\])?)\s*\]/.exec(access)?.[1] ?? null;
}

/** Where the key is known: at the beginning of a loop over keys, behind its declaration, or where the loop counts through them. */
function guard(tree: SyntaxTree, loop: NodeIndex, body: NodeIndex, key: string, line: string): TextEdit | null {
  const head = tree.source.slice(startOf(tree, loop), startOf(tree, body));
  const [first, ...others] = namedChildrenOf(tree, body);
  if (first === undefined) return null;
  const counted = /\[\s*([\w$]+)\s*\]$/.exec(key)?.[1];
  const isLoops =
    kindOf(tree, loop) === 'for_in_statement' &&
    new RegExp(`\\b(?:const|let|var)\\s+${literalPattern(key)}\\b`).test(head);
  const isCounted = counted !== undefined && new RegExp(`\\b${literalPattern(counted)}\\b`).test(head);
  if (isLoops || isCounted) return linesBefore(tree, first, [line]);
  const declaration = [first, ...others].find((each) =>
    new RegExp(`^(?:const|let|var)\\s+${literalPattern(key)}\\s*=`).test(textOf(tree, each)),
  );
  return declaration === undefined ? null : linesAfter(tree, declaration, [line]);
}
