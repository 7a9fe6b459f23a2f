// What is said of own rules on a terminal.
import type { RuleProblem, RuleTest, RunnableRule } from '../model-service/index.ts';
import { printable } from './terminal-text.ts';

/** One line for each thing that is wrong; empty when nothing is. */
export function problemsText(problems: readonly RuleProblem[]): string {
  return problems
    .map(({ document, line, column, ruleId, message }) => {
      const place = line === null ? document : `${document}:${line}:${column}`;
      return `${printable(`${place}: ${ruleId === null ? '' : `${ruleId}: `}${message}`.replace(/\s+/g, ' ')).text}\n`;
    })
    .join('');
}

export function rulesText(rules: readonly RunnableRule[]): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, runsOn, document }) =>
      `${id.padEnd(width)}  ${severity.padEnd(8)}  ${runsOn.join(', ').padEnd(24)}  ${document}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

export const isPassed = ({ missed, unexpected }: RuleTest): boolean => missed.length + unexpected.length === 0;

/** The tests that failed with their lines, then the count. */
export function testsText(tests: readonly RuleTest[], untested: readonly string[]): string {
  const failed = tests.filter((test) => !isPassed(test));
  const lines = failed.flatMap(({ ruleId, path, missed, unexpected }) => [
    ...missed.map((line) => `${path}:${line}: ${ruleId}: expected here, but not reported`),
    ...unexpected.map((line) => `${path}:${line}: ${ruleId}: reported here, but not expected`),
  ]);
  const without = untested.length === 0 ? '' : ` without tests: ${untested.join(', ')}.`;
  const counts = `${tests.length - failed.length} passed, ${failed.length} failed.${without}`;
  return `${[...lines, counts].map((line) => printable(line).text).join('\n')}\n`;
}
