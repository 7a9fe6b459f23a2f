// Scripts of other servers that a page loads without the digest they have to have: elements of JSX, and those made by hand.
import {
  type Check,
  type CheckFinding,
  childByField,
  fileHolds,
  kindSet,
  type NodeIndex,
  nodesOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  textOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

const ELEMENTS = kindSet('jsx_opening_element', 'jsx_self_closing_element');
const ASSIGNMENTS = kindSet('assignment_expression');
/** Of another server; what is asked for by its own name changes, and has no digest. */
const ELSEWHERE = /^["'`](?:https?:)?\/\/(?!localhost|127\.)[^"'`$]+["'`]$/i;
const MADE = /(?<![\w$])([\w$]+)\s*(?::\s*\w+\s*)?=\s*(?:window\.)?document\.createElement\(\s*["'`]script["'`]/g;
const MAX_ELEMENT = 2000;

export const check: Check = ({ tree }) => [...inMarkup(tree), ...madeByHand(tree)];

function inMarkup(tree: SyntaxTree): CheckFinding[] {
  return nodesOf(tree, ELEMENTS)
    .filter((node) => {
      const name = childByField(tree, node, 'name');
      if (name < 0 || textOf(tree, name) !== 'script') return false;
      const code = textOf(tree, node).slice(0, MAX_ELEMENT);
      const src = /\ssrc=\{?(["'`][^"'`]*["'`])/.exec(code);
      return src !== null && ELSEWHERE.test(src[1]) && !/\bintegrity\s*=|\{\s*\.\.\./.test(code);
    })
    .map((node) => rangeOf(tree, node));
}

function madeByHand(tree: SyntaxTree): CheckFinding[] {
  // The expression is tried at every name of the file: quicker to see first that it can match nowhere.
  if (!tree.source.includes('document.createElement(')) return [];
  const made = new Set([...tree.source.matchAll(MADE)].map(([, name]) => name));
  if (made.size === 0) return [];
  return nodesOf(tree, ASSIGNMENTS)
    .filter((node) => isScriptOfOthers(tree, node, made))
    .map((node) => rangeOf(tree, node));
}

const WITH_INTEGRITY = /(?<![\w$])([\w$]+)\.integrity/g;
const SETS_INTEGRITY = /setAttribute\(\s*["'`]integrity/;

function isScriptOfOthers(tree: SyntaxTree, node: NodeIndex, made: ReadonlySet<string>): boolean {
  const left = childByField(tree, node, 'left');
  const right = childByField(tree, node, 'right');
  if (left < 0 || right < 0 || parentOf(tree, node) < 0) return false;
  const [name, member, ...more] = textOf(tree, left).split('.');
  if (member !== 'src' || more.length > 0 || !made.has(name) || !ELSEWHERE.test(textOf(tree, right))) return false;
  return !wordsInFile(tree, WITH_INTEGRITY).has(name) && !fileHolds(tree, SETS_INTEGRITY);
}
