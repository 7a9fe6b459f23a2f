// Statements that only calculate, and methods that are named and not called.
import {
  type Check,
  type CheckFinding,
  type Expression,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
  textOf,
} from '../../analysis-engine/index.ts';

const CALCULATIONS = new Set(['+', '-', '*', '/', '%', '**', '//', '&', '|', '^', '<<', '>>', '>>>']);
/** Methods that are called for what they do, and take nothing. */
const ACTS =
  /^(?:close|flush|commit|rollback|save|start|stop|join|clear|shutdown|disconnect|cancel|release|acquire|reload|refresh|reset|pop|sort|reverse|strip|lower|upper)$/;

/** Reports the statement. A file that is not understood whole may be anything. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  if ((language !== 'python' && !language.endsWith('script')) || tree.errorCount > 0) return findings;
  for (const { item } of sightingsOf(program, 'evaluate')) {
    const { expression } = item;
    const acts =
      language === 'python' && expression.kind === 'member' && ACTS.test(expression.key) && isPlain(expression.object);
    if (acts || isCalculation(tree, expression)) findings.push(rangeOf(tree, expression.node));
  }
  return findings;
};

function isCalculation(tree: SyntaxTree, expression: Expression): boolean {
  if (expression.kind !== 'operation' || !CALCULATIONS.has(expression.operator) || !expression.operands.every(isPlain))
    return false;
  // Increments and what templates of `a | b` stand for are no statements of this kind.
  const text = textOf(tree, expression.node);
  return !/\+\+|--|\n/.test(text) && expression.operands.some(({ kind }) => kind === 'variable');
}

function isPlain(expression: Expression): boolean {
  if (expression.kind === 'operation')
    return CALCULATIONS.has(expression.operator) && expression.operands.every(isPlain);
  return (
    expression.kind === 'constant' ||
    expression.kind === 'variable' ||
    (expression.kind === 'member' && isPlain(expression.object))
  );
}
