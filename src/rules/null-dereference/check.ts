// Uses of variables that hold nothing, as the flow pass saw them, and tests for it that come after the use.
import {
  type Check,
  type CheckFinding,
  childByField,
  lineOf,
  type NodeIndex,
  nullTestOf,
  parentOf,
  rangeOf,
  type Step,
  type SyntaxTree,
  stepListsOf,
  textOf,
  usedVariables,
  variablesOf,
  writtenSlots,
} from '../../analysis-engine/index.ts';

/** Reports the use, or the test that comes too late. */
export const check: Check = ({ tree, program, events, language }) => {
  const findings: CheckFinding[] = [];
  for (const { node } of events) {
    const message = `\`${shortened(textOf(tree, node))}\` is used where it is known to hold nothing.`;
    // Go lets methods be called on nil, and maps be read.
    if ((language !== 'go' || /^\w+\.\w+$/.test(textOf(tree, node))) && !isAskedByName(tree, node))
      findings.push({
        ...rangeOf(tree, node),
        message,
        ...(WANTS_ERROR.test(restOfLine(tree, node)) ? { atMost: 'low' as const } : {}),
      });
  }
  for (const { steps, definition } of stepListsOf(program).toReversed()) {
    // Hardly any list has a test at all, and what comes behind the last one is of no interest.
    const last = steps.findLastIndex((step) => nullTestOf(step) !== null);
    if (last <= 0) continue;
    const used = new Map<number, NodeIndex>();
    // What was tested before, or was just made, holds something: another test of it is superfluous, and the use is right.
    const isSure = new Set<number>();
    for (const step of steps.slice(0, last + 1)) {
      const test = nullTestOf(step);
      if (test !== null && used.has(test.slot) && !variablesOf(program, definition)[test.slot]?.isUnstable) {
        const name = definition.slots[test.slot];
        findings.push({
          ...rangeOf(tree, test.node),
          confidence: 0.6,
          ...(isSure.has(test.slot) ? { atMost: 'low' as const } : {}),
          message: `\`${name}\` is tested here, but was used in line ${lineOf(tree, used.get(test.slot) ?? test.node)} as if it held something.`,
        });
      }
      for (const slot of usedVariables(tree, step)) used.set(slot, step.node);
      const isMade = MAKES.test(textOf(tree, step.node).slice(0, LONGEST_SHOWN * 2));
      for (const slot of writtenSlots(step)) {
        used.delete(slot);
        if (isMade) isSure.add(slot);
        else isSure.delete(slot);
      }
      if (test !== null && !used.has(test.slot) && leavesWithNothing(step)) isSure.add(test.slot);
    }
  }
  return findings;
};

/** `if (x == null) return;`: what comes behind it has something. */
function leavesWithNothing(step: Step): boolean {
  if (step.kind !== 'branch') return false;
  const { condition, body } = step.arms[0];
  const isNothing = condition?.kind === 'operation' && /^(?:==|is)$/.test(condition.operator);
  return isNothing && /^(?:return|throw|continue|break)$/.test(body.at(-1)?.kind ?? '');
}

/** `if (isNotBlank(url))`: a function that says in its name that it tells nothing from something; nothing is of no class. */
function isAskedByName(tree: SyntaxTree, node: NodeIndex): boolean {
  const name = /^\w+/.exec(textOf(tree, node))?.[0];
  if (name === undefined) return false;
  const asked = new RegExp(
    `(?:not_?(?:blank|empty|null)|non_?null|has_?(?:text|length)|is_?present)\\(\\s*${name}\\s*\\)|isinstance\\(\\s*${name}\\s*,|\\b${name}\\s+instanceof\\s`,
    'i',
  );
  for (let at = parentOf(tree, node); at >= 0; at = parentOf(tree, at)) {
    const condition = childByField(tree, at, 'condition');
    if (condition >= 0 && condition !== node && asked.test(textOf(tree, condition).slice(0, LONGEST_CONDITION)))
      return true;
  }
  return false;
}

/** `m.groups()  # raises the error that callers know`: it is there for the error. */
const WANTS_ERROR = /(?:#|\/\/|\/\*).*\b(?:keep|rais\w+|throws?|trigger\w*|intention\w*|on purpose|expected)\b/i;

function restOfLine(tree: SyntaxTree, node: NodeIndex): string {
  const { end } = rangeOf(tree, node);
  return tree.source.slice(end, end + LONGEST_CONDITION).split('\n', 1)[0];
}

const LONGEST_CONDITION = 300;
const LONGEST_SHOWN = 60;
/** By their names, methods of Java that give something or throw. */
const MAKES = /^[\w<>[\]., ]+=\s*(?:new\s|[\w.]*\b(?:create|prepare|build|newInstance)\w*\()/;

const shortened = (code: string): string => code.slice(0, LONGEST_SHOWN).replace(/\s+/g, ' ');
