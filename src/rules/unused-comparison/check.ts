// Comparisons that are statements.
import {
  type Check,
  type CheckFinding,
  kindOf,
  operationsOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  textOf,
} from '../../analysis-engine/index.ts';

const COMPARISONS = new Set(['==', '!=', '<=', '>=', '<', '>', 'is', 'is-not']);

/** Reports the comparison. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if (language !== 'python' && !language.endsWith('script')) return findings;
  for (const { item, parent } of operationsOf(program)) {
    const step = parent?.item;
    if (!COMPARISONS.has(item.operator) || step === undefined || !('kind' in step) || step.kind !== 'evaluate')
      continue;
    // Around a syntax error anything may look like a statement.
    if (tree.errorCount > 0 || /\n/.test(textOf(tree, item.node))) continue;
    if (step.expression === item && !isTried(tree, item.node)) findings.push(rangeOf(tree, item.node));
  }
  return findings;
};

/** `with raises(TypeError): a < b`: the question is whether it can be compared. */
function isTried(tree: SyntaxTree, node: number): boolean {
  for (let at = node; at >= 0; at = parentOf(tree, at))
    if (/^(?:try_statement|with_statement)$/.test(kindOf(tree, at))) return true;
  return false;
}
