// Assignments whose two sides are the same place.
import {
  type Check,
  type CheckFinding,
  type Expression,
  isPure,
  isSamePlace,
  kindOf,
  literalPattern,
  type NodeIndex,
  nearestOfKind,
  parentOf,
  rangeOf,
  type Sighting,
  type SyntaxTree,
  sightingsOf,
  type Target,
  textOf,
  wordsInFile,
} from '../../analysis-engine/index.ts';

/** Reports the assignment. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const sighting of sightingsOf(program, 'assign')) {
    const { target, value, operator, node } = sighting.item;
    // A name of a module or class body that is spelled like an outer one makes that one part of it.
    if (
      target.kind === 'variable' &&
      language === 'python' &&
      (sighting.definition === program.main || isInClass(sighting))
    )
      continue;
    if (operator !== null || target.kind === 'pattern' || target.kind === 'global' || target.node === value.node)
      continue;
    if (!isPure(value) || beginsGlobally(value) || !isSamePlace(target, value) || /\(/.test(textOf(tree, node)))
      continue;
    // Setting it again makes a browser do something.
    if (
      target.kind === 'member' &&
      /^(href|src|value|innerHTML|scrollTop|selected|checked|className|currentTime)$/.test(target.key)
    )
      continue;
    // `text = text as string` does, too, and a property of the file's own does something when it is set.
    if (/\bas\b|^<|:\s/.test(textOf(tree, node)) || isKept(tree, node) || hasSetter(tree, target)) continue;
    // `self.x: Narrow = self.x` tells its type.
    if (language === 'python' && /^[\w.]+\s*:/.test(textOf(tree, node))) continue;
    if (isFallback(tree, node) || isParameter(tree, node)) continue;
    // `each := each` makes a new variable.
    if (DECLARATIONS.test(kindOf(tree, node)) || DECLARATIONS.test(kindOf(tree, Math.max(0, parentOf(tree, node)))))
      continue;
    findings.push(rangeOf(tree, node));
  }
  return findings;
};

/** One branch makes something of it, and this one says that it is to stay. */
function isKept(tree: SyntaxTree, node: NodeIndex): boolean {
  let at = nearestOfKind(tree, node, BRANCHES);
  while (at >= 0 && BRANCHES.test(kindOf(tree, Math.max(0, parentOf(tree, at))))) at = parentOf(tree, at);
  const name = /^([\w$]+)\s*=/.exec(textOf(tree, node))?.[1];
  if (at < 0 || name === undefined) return false;
  return [...textOf(tree, at).matchAll(new RegExp(`(?<![\\w$.])${literalPattern(name)}\\s*=(?!=)`, 'g'))].length > 1;
}

const BRANCHES = /^(?:if_statement|elif_clause|else_clause)$/;

/** The only statement of a handler: it says that the value stays. */
function isFallback(tree: SyntaxTree, node: NodeIndex): boolean {
  const at = nearestOfKind(tree, node, /^(?:block|statement_block)$/);
  return at >= 0 && /^(?:except_clause|catch_clause)$/.test(kindOf(tree, Math.max(0, parentOf(tree, at))));
}

/** `set index(value)` in the file. */
function hasSetter(tree: SyntaxTree, target: Target): boolean {
  return target.kind === 'member' && wordsInFile(tree, SETTERS).has(target.key);
}

const SETTERS = /\bset ([\w$]+)\(/g;

const isInClass = ({ parent }: Sighting): boolean =>
  parent !== null && (!('kind' in parent.item) || (parent.item.kind === 'evaluate' && isInClass(parent)));

const DECLARATIONS = /short_var_declaration|class_definition|variable_declarator|case_pattern|case_clause/;

/** `location.href = location.href` does something: so may any member of what a file does not declare. */
function beginsGlobally(expression: Expression): boolean {
  let at = expression;
  while (at.kind === 'member' || at.kind === 'index') at = at.object;
  return at.kind === 'global' || at.kind === 'import';
}

/** `this.x = x` where the head of the function names an `x` in a way that the grammar does not know, as `Object @Nullable... x`. */
function isParameter(tree: SyntaxTree, node: NodeIndex): boolean {
  const name = /^this\.(\w+)\s*=\s*\1\b/.exec(textOf(tree, node))?.[1];
  if (name === undefined) return false;
  const at = nearestOfKind(tree, node, /^(?:constructor|method)_declaration$/);
  if (at < 0) return false;
  const head = textOf(tree, at).split('{', 1)[0];
  return new RegExp(`\\b${name}\\s*[,)]`).test(head);
}
