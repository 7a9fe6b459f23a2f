// Errors that are thrown as instances of the classes that all others extend.
import { type Check, type CheckFinding, kindSet, nodesOf, rangeOf, textOf } from '../../analysis-engine/index.ts';

const isThrow = kindSet('throw_statement', 'raise_statement');
const GENERAL: Readonly<Record<string, RegExp>> = {
  java: /^throw\s+new\s+(?:java\.lang\.)?(?:Exception|Throwable|Error|RuntimeException)\s*\(/,
  python: /^raise\s+(?:Exception|BaseException)\b/,
};

/** Reports the statement. */
export const check: Check = ({ tree, language }) => {
  const findings: CheckFinding[] = [];
  const general = GENERAL[language];
  if (general === undefined) return findings;
  for (const node of nodesOf(tree, isThrow)) if (general.test(textOf(tree, node))) findings.push(rangeOf(tree, node));
  return findings;
};
