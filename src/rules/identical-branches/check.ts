// Branches and conditional expressions of which every way does the same.
import {
  type Check,
  type CheckFinding,
  codeKey,
  isSameCode,
  rangeOf,
  type Step,
  type SyntaxTree,
  sightingsOf,
  startOf,
} from '../../analysis-engine/index.ts';

/** Reports the whole branch, at its condition. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'branch')) {
    const [first, ...others] = item.arms;
    if (
      first === undefined ||
      first.condition === null ||
      first.body.length === 0 ||
      item.arms.at(-1)?.condition !== null
    )
      continue;
    const key = keyOf(tree, first.body);
    if (others.every(({ body }) => isElsewhere(first.body, body) && keyOf(tree, body) === key)) {
      findings.push({ start: startOf(tree, item.node), end: rangeOf(tree, first.condition.node).end });
    }
  }
  for (const { item } of sightingsOf(program, 'conditional')) {
    if (isSameCode(tree, item.then.node, item.otherwise.node)) findings.push(rangeOf(tree, item.node));
  }
  return findings;
};

function keyOf(tree: SyntaxTree, steps: readonly Step[]): string {
  return steps.map(({ node }) => codeKey(tree, node)).join(' ; ');
}

/** Lowering may have used the same code twice. */
function isElsewhere(a: readonly Step[], b: readonly Step[]): boolean {
  return b.length > 0 && a[0].node !== b[0].node;
}
