// Handlers of everything that do nothing, and Go's errors that are overwritten unread.
import {
  type Check,
  type CheckFinding,
  deadStoresOf,
  type Expression,
  endOf,
  isNamedOnce,
  kindOf,
  nextOf,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
  startOf,
  textOf,
  variablesOf,
} from '../../analysis-engine/index.ts';

const BROAD = /^(java\.lang\.)?(Exception|BaseException|Throwable|Error)$/;
/** Comments that tools read say nothing. */
const FOR_TOOLS = /eslint|noqa|nosonar|pylint|pragma|type:|assay|biome|ts-/i;
const SAYS_SO = /^(ignored?|expected|unused|_+)\d*$/i;

/** Reports the handler, or the variable that takes the error. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'try')) {
    for (const handler of item.handlers) {
      if (handler.body.length > 0 || hasComment(tree, handler.node)) continue;
      const isBroad = handler.types.length === 0 || handler.types.some((type) => BROAD.test(type));
      const { target } = handler;
      if (!isBroad || (target?.kind === 'variable' && SAYS_SO.test(target.variable.name))) continue;
      const start = startOf(tree, handler.node);
      findings.push({
        start,
        end: Math.min(endOf(tree, handler.node), start + 80),
        message: 'Every error is caught here, and nothing is done about it.',
      });
    }
  }
  if (language !== 'go') return findings;
  for (const definition of program.functions) {
    if (definition === program.main) continue;
    for (const { target, assignment } of deadStoresOf(definition)) {
      const use = variablesOf(program, definition)[target.variable.slot];
      if (use === undefined || use.isUnstable || use.isReadByClosure || !/^err/i.test(use.name)) continue;
      // Of two variables with one name it is not always certain which one is read.
      if (definition.slots.indexOf(use.name) !== definition.slots.lastIndexOf(use.name)) continue;
      if (!isCall(assignment.value) || !isNamedOnce(program, definition, use)) continue;
      const message = `The error in \`${use.name}\` is never looked at.`;
      findings.push({ ...rangeOf(tree, target.node), message, confidence: 0.8 });
    }
  }
  return findings;
};

const isCall = ({ kind }: Expression): boolean => kind === 'call';

/** A comment of its own in the handler, or right behind its `pass`: one at the end of its first line is about the line. */
function hasComment(tree: SyntaxTree, handler: number): boolean {
  const { source } = tree;
  const end = endOf(tree, handler);
  const firstLine = lineEnd(source, startOf(tree, handler));
  const behind = source.slice(end, lineEnd(source, end));
  if (/#|\/\/|\/\*/.test(behind) && !FOR_TOOLS.test(behind)) return true;
  for (let node = handler; node < nextOf(tree, handler); node++) {
    if (!kindOf(tree, node).endsWith('comment')) continue;
    if (!FOR_TOOLS.test(textOf(tree, node)) && (startOf(tree, node) > firstLine || endOf(tree, node) <= firstLine))
      return true;
  }
  return false;
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}
