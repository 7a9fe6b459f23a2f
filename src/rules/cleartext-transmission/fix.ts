// Asks over TLS: the address that is written in the code, at the place or as the only value of the variable there.
import {
  endOf,
  type Fix,
  isStringLiteral,
  kindOf,
  type NodeIndex,
  nodesOf,
  parentOf,
  startOf,
  textOf,
} from '../../analysis-engine/index.ts';

const CLEAR =
  /^[fFrRuU]{0,2}["'`](?:http|ws):\/\/(?!localhost|[\d.]+(?:[:/"'`]|$)|\[|[\w.-]*:\d|[\w-]+[/"'`]|[\w.-]+\.(?:local|internal|lan|test)\b|[{$%])/;

export const fix: Fix = ({ tree, start, end, source }) => {
  const clear = nodesOf(tree, isStringLiteral).filter((node) => CLEAR.test(textOf(tree, node)));
  const inside = clear.filter((node) => startOf(tree, node) >= start && endOf(tree, node) <= end);
  const names = [...source.slice(start, end).matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => name);
  const assigned = clear.filter((node) => names.includes(nameGiven(node)));
  const chosen = inside.length > 0 ? inside : assigned;
  // The host of a socket is no address.
  if (chosen.length !== 1 || /\bSocket\(/.test(source.slice(start, end))) return [];
  const at = source.indexOf('://', startOf(tree, chosen[0]));
  const description = 'Ask for it over TLS, so that nobody on the way reads or changes it.';
  return [{ description, edits: [{ start: at, end: at, text: 's' }] }];

  function nameGiven(literal: NodeIndex): string {
    const parent = parentOf(tree, literal);
    const owner = kindOf(tree, parent) === 'expression_list' ? parentOf(tree, parent) : parent;
    if (
      !/^(?:assignment|assignment_expression|variable_declarator|short_var_declaration|assignment_statement)$/.test(
        kindOf(tree, owner),
      )
    )
      return '';
    return (
      /^\s*([A-Za-z_$][\w$]*)\s*(?::?=)/.exec(source.slice(startOf(tree, owner), startOf(tree, literal)))?.[1] ?? ''
    );
  }
};
