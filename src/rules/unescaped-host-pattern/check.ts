// Regular expressions for addresses in which the dot of a host name matches any character.
import { type Check, endOf, kindSet, nodesOf, startOf, textOf } from '../../analysis-engine/index.ts';

/** The beginning of an address, as patterns write it. */
const ADDRESS = /:(\\\/|\/){2}|^\^(https|\(https?)/;
/** A dot that is not escaped, between a label and what ends in a well-known top-level domain. */
const LOOSE_DOT =
  /[\w)](\.)(?:[\w-]+\\?\.)*(?:com|net|org|io|dev|app|edu|gov|info|biz|de|uk|eu|cn|ru|jp|fr|me)(?![\w-])/i;

const isPattern = kindSet('regex_pattern');

/** CWE-183: a list of allowed hosts that allows more than it says. */
export const check: Check = ({ tree }) => {
  const found = [];
  for (const node of nodesOf(tree, isPattern)) {
    const pattern = textOf(tree, node);
    if (pattern.length > 2000 || !ADDRESS.test(pattern) || !LOOSE_DOT.test(pattern)) continue;
    // The whole literal, with its slashes and flags.
    found.push({ start: startOf(tree, node) - 1, end: endOf(tree, node) + 1 });
  }
  return found;
};
