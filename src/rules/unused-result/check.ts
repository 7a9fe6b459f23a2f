// Calls that the library facts know to compute only, whose result is dropped.
import {
  type Check,
  fileHolds,
  kindOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  textOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

/** Reports the call. What is asserted is used; parsing a text is often only meant to find out whether it can be parsed. */
export const check: Check = ({ tree, events }) => {
  return events.filter(({ node }) => !isTrial(tree, node)).map(({ node }) => rangeOf(tree, node));
};

function isTrial(tree: SyntaxTree, node: number): boolean {
  const text = textOf(tree, node);
  // A pattern remembers where it stopped.
  if (/\.(?:exec|test)\s*\([^()]*\)$/.test(text)) return true;
  if (isOwnMethod(tree, node)) return true;
  // What was found is read from `RegExp.$1`.
  if (/\.match\s*\(/.test(text) && fileHolds(tree, READS_LAST_MATCH)) return true;
  // Of a literal nobody wants the result.
  if (/^["'`]|\b(?:expect|should|assert\w*|Assertion)\b/.test(text) || /^[\w.]*print/i.test(text)) return true;
  if (/^(Integer|Long|Double|Float|Short|Byte|Boolean|int|float|parse\w*|Number)\b/.test(text)) return true;
  for (let at = node; at >= 0; at = parentOf(tree, at))
    if (/^(try_statement|with_statement|assert_statement|synchronized_statement)$/.test(kindOf(tree, at))) return true;
  return false;
}

const READS_LAST_MATCH = /\bRegExp\.\$/;
const FUNCTIONS = /\b(\w+)\s*[=:]\s*(?:async\s*)?function/g;
const METHODS = /^[ \t]*(?:async\s+|def\s+)?(\w+)\s*\([^)]{0,500}\)\s*[{:]/gm;

/** `this.match(…)` where the file itself says what `match` does: it may do more than compute. */
function isOwnMethod(tree: SyntaxTree, node: number): boolean {
  const name = /^(?:this|self)\.(\w+)\s*\(/.exec(textOf(tree, node))?.[1];
  return name !== undefined && (wordsInFile(tree, FUNCTIONS).has(name) || wordsInFile(tree, METHODS).has(name));
}
