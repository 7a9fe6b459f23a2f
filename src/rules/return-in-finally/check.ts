// Jumps that leave a `finally` block.
import {
  type Check,
  type CheckFinding,
  rangeOf,
  type Step,
  type SyntaxTree,
  sightingsOf,
  textOf,
} from '../../analysis-engine/index.ts';

/** Reports each jump. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'try')) {
    const jumps: CheckFinding[] = [];
    report(tree, item.finally, false, jumps);
    // In JavaScript one handler catches everything: where it throws nothing itself, nothing is on its way.
    const isCaught = language.endsWith('script') && item.handlers.some(({ body }) => !throwsOn(tree, body));
    findings.push(...jumps.map((jump) => (isCaught ? { ...jump, atMost: 'low' as const } : jump)));
  }
  return findings;
};

const throwsOn = (tree: SyntaxTree, steps: readonly Step[]): boolean =>
  steps.some(({ node }) => /\bthrow\b|\breturn\b/.test(textOf(tree, node)));

/** `inside`: a loop or switch of the block itself is around, which a plain `break` or `continue` only leaves. */
function report(tree: SyntaxTree, steps: readonly Step[], inside: boolean, findings: CheckFinding[]): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'return':
        findings.push(rangeOf(tree, step.node));
        break;
      case 'break':
      case 'continue':
        if (!inside && step.label === null) findings.push(rangeOf(tree, step.node));
        break;
      case 'branch':
        for (const arm of step.arms) report(tree, arm.body, inside, findings);
        break;
      case 'block':
        report(tree, step.body, inside, findings);
        break;
      case 'try':
        for (const body of [step.body, ...step.handlers.map((handler) => handler.body)])
          report(tree, body, inside, findings);
        break;
      case 'loop':
        report(tree, step.loop.body, true, findings);
        break;
      case 'switch':
        for (const each of step.cases) report(tree, each.body, true, findings);
        break;
      default:
    }
  }
}
