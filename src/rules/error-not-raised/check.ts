// Errors that are made as a statement of their own.
import { type Check, type CheckFinding, rangeOf, sightingsOf, textOf } from '../../analysis-engine/index.ts';

/** Python's classes need no word in front: only those of the language itself are known to be errors by their names. */
const MADE: Readonly<Record<string, RegExp>> = {
  python:
    /^(?:Exception|BaseException|(?:Value|Type|Key|Index|Runtime|Attribute|OS|IO|Import|Lookup|Arithmetic|Overflow|NotImplemented|Permission|FileNotFound|FileExists|Assertion|Connection|Timeout|Unicode|ZeroDivision|Memory)Error)\s*\(/,
  java: /^new\s+[\w.]*(?:Exception|Error)\s*\(/,
  javascript: /^new\s+\w*(?:Error|Exception)\s*\(/,
  typescript: /^new\s+\w*(?:Error|Exception)\s*\(/,
};

/** Reports the statement. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  const made = MADE[language];
  if (made === undefined || tree.errorCount > 0) return findings;
  for (const { item } of sightingsOf(program, 'evaluate')) {
    const { expression } = item;
    if (expression.kind !== 'call' || !made.test(textOf(tree, expression.node))) continue;
    // `new Error('here').printStackTrace()` makes one to show the way here.
    if (expression.callee.kind === 'member' && expression.callee.object.kind === 'call') continue;
    findings.push(rangeOf(tree, expression.node));
  }
  return findings;
};
