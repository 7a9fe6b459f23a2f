// Uses of variables that hold nothing, as the flow pass saw them, and tests for it that come after the use.
import {
  type Check,
  type CheckFinding,
  nullTestOf,
  rangeOf,
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
    if (language !== 'go' || /^\w+\.\w+$/.test(textOf(tree, node))) findings.push({ ...rangeOf(tree, node), message });
  }
  for (const { steps, definition } of stepListsOf(program).toReversed()) {
    // Hardly any list has a test at all, and what comes behind the last one is of no interest.
    const last = steps.findLastIndex((step) => nullTestOf(step) !== null);
    if (last <= 0) continue;
    const used = new Set<number>();
    for (const step of steps.slice(0, last + 1)) {
      const test = nullTestOf(step);
      if (test !== null && used.has(test.slot) && !variablesOf(program, definition)[test.slot]?.isUnstable) {
        const name = definition.slots[test.slot];
        findings.push({
          ...rangeOf(tree, test.node),
          confidence: 0.6,
          message: `\`${name}\` is tested here, but was used before as if it held something.`,
        });
      }
      for (const slot of usedVariables(tree, step)) used.add(slot);
      for (const slot of writtenSlots(step)) used.delete(slot);
    }
  }
  return findings;
};

const shortened = (code: string): string => code.slice(0, 60).replace(/\s+/g, ' ');
