// Leaves the secret out of the token.
import { childByField, endOf, type Fix, kindOf, startOf, textOf } from '../../analysis-engine/index.ts';

const SECRET = /^(?:pass(?:word|wd)?|pwd|secret|pin|credit_?card|card_?number|cvv|ssn)$/i;

export const fix: Fix = ({ tree, start, end, source }) => {
  for (let node = 0; node < tree.count; node++) {
    if (kindOf(tree, node) !== 'pair' || startOf(tree, node) < start || endOf(tree, node) > end) continue;
    if (!SECRET.test(textOf(tree, childByField(tree, node, 'key')).replaceAll(/['"]/g, ''))) continue;
    const before = /,\s*$/.exec(source.slice(start, startOf(tree, node)));
    const after = /^\s*,\s*/.exec(source.slice(endOf(tree, node), end));
    const from = startOf(tree, node) - (before === null ? 0 : before[0].length);
    const to = endOf(tree, node) + (before === null && after !== null ? after[0].length : 0);
    const description = 'Leave the secret out: everyone who holds the token can read it.';
    return [{ description, edits: [{ start: from, end: to, text: '' }] }];
  }
  return [];
};
