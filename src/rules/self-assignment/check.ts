// Assignments whose two sides are the same place.
import {
  type Check,
  type CheckFinding,
  type Expression,
  isPure,
  isSamePlace,
  kindOf,
  parentOf,
  rangeOf,
  type Sighting,
  sightingsOf,
  textOf,
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
    // `self.x: Narrow = self.x` tells its type.
    if (language === 'python' && /^[\w.]+\s*:/.test(textOf(tree, node))) continue;
    // `each := each` makes a new variable.
    if (DECLARATIONS.test(kindOf(tree, node)) || DECLARATIONS.test(kindOf(tree, Math.max(0, parentOf(tree, node)))))
      continue;
    findings.push(rangeOf(tree, node));
  }
  return findings;
};

const isInClass = ({ parent }: Sighting): boolean =>
  parent !== null && (!('kind' in parent.item) || (parent.item.kind === 'evaluate' && isInClass(parent)));

const DECLARATIONS = /short_var_declaration|class_definition|variable_declarator|case_pattern|case_clause/;

/** `location.href = location.href` does something: so may any member of what a file does not declare. */
function beginsGlobally(expression: Expression): boolean {
  let at = expression;
  while (at.kind === 'member' || at.kind === 'index') at = at.object;
  return at.kind === 'global' || at.kind === 'import';
}
