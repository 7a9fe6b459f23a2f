// Sets the mark again that the exception cleared, where the thread then goes on to its end.
import {
  childByField,
  codeAround,
  endOf,
  type Fix,
  type FixContext,
  kindOf,
  namedChildrenOf,
  parentOf,
  type SyntaxTree,
  startOf,
} from '../../analysis-engine/index.ts';

/** Set already, kept for later, handed on with the exception, or explained. */
const HANDLED = /interrupt|\/\/|\/\*|\bthrow\b|new\s+\w+(?:Exception|Error)\(|addSuppressed|fail|cancel/i;

const RETRIED = /^try(?=[A-Z])|attempt|retry|spin|backoff|poll/i;

export const fix: Fix = (context) => {
  const { tree, node, source } = context;
  let handler = node;
  while (handler >= 0 && kindOf(tree, handler) !== 'catch_clause') handler = parentOf(tree, handler);
  const body = handler < 0 ? -1 : childByField(tree, handler, 'body');
  if (body < 0) return [];
  const inside = source.slice(startOf(tree, body) + 1, endOf(tree, body) - 1);
  // A wait that is cut short on purpose is tried again by who called, and would end at once each time.
  const { functionName } = codeAround(context);
  if (RETRIED.test(functionName) || (inside.trim() === '' && isShortWait(context, handler))) return [];
  // In a loop the next wait would end at once, again and again.
  if (HANDLED.test(inside) || (isInLoop(tree, handler) && !/\b(?:break|return)\b/.test(inside))) return [];
  const at = startOf(tree, body) + 1;
  const lineStart = source.lastIndexOf('\n', startOf(tree, handler)) + 1;
  const indentation = /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
  const [first] = namedChildrenOf(tree, body);
  const isBelow = first !== undefined && source.slice(at, startOf(tree, first)).includes('\n');
  if (first !== undefined && !isBelow) return [];
  const firstLine = first === undefined ? 0 : source.lastIndexOf('\n', startOf(tree, first)) + 1;
  const inner =
    first === undefined
      ? `${indentation}${indentation.includes('\t') ? '\t' : '    '}`
      : source.slice(firstLine, startOf(tree, first));
  const end = source.includes('\r\n') ? '\r\n' : '\n';
  const closing = first === undefined && !inside.includes('\n') ? `${end}${indentation}` : '';
  return [
    {
      description: 'Set the mark again that asks the thread to stop.',
      edits: [{ start: at, end: at, text: `${end}${inner}Thread.currentThread().interrupt();${closing}` }],
    },
  ];
};

/** `lock.wait(5)`: a pause in something that is tried again. */
function isShortWait({ tree, source }: FixContext, handler: number): boolean {
  const tried = source.slice(startOf(tree, parentOf(tree, handler)), startOf(tree, handler));
  return /\.wait\(\s*\d{1,2}\s*\)/.test(tried);
}

function isInLoop(tree: SyntaxTree, handler: number): boolean {
  for (let at = parentOf(tree, handler); at >= 0; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/^(?:for|while|do|enhanced_for)_statement$/.test(kind)) return true;
    if (/^(?:method_declaration|lambda_expression|constructor_declaration)$/.test(kind)) return false;
  }
  return false;
}
