// Catches exceptions and not the errors of the machine, where nothing in the block may fail with one on purpose.
import { codeAround, type FixContext, kindOf, parentOf, rewritten, textOf } from '../../analysis-engine/index.ts';

/** Classes that may be missing, calls that declare any `Throwable`, what is done while something ends, and code of others. */
const FAILS_ON_PURPOSE =
  /forName|newInstance|load|getMethod|invoke|\bproceed\w*|\bevaluate\b|\bfinalize\b|ServiceLoader|reflect|toString\(|\.(?:close|shutdown|stop|destroy|release|run|call|execute|start|submit|accept|apply|publish\w*|notify\w*|on[A-Z]\w*)\(/;
/** The error is kept, handed on or explained. */
const HANDED_ON =
  /\/\/|\/\*|#|\braise\b|\bthrow\b|addSuppressed|fail|abort|exit|terminate|handle|cancel|Exceptionally|onError|setException|(?<![=!<>])=(?!=)/;
/** Steps of an end, of which each is tried, and what a thread does. */
const ENDING = /close|shut_?down|stop|dispose|destroy|tear_?down|clean_?up|terminat|^run$|^main$|^_?run(?:ner)?$|loop/i;

export const fix = rewritten('Catch exceptions only.', (text, context) => {
  const [body, handler, others] = partsOf(context);
  if (
    /\bignored?\b/.test(text) ||
    FAILS_ON_PURPOSE.test(body) ||
    HANDED_ON.test(handler) ||
    /\bexcept\b|\bcatch\b/.test(others)
  )
    return null;
  // A program that ends, or serves one after the other, takes everything on purpose.
  if (ENDING.test(codeAround(context).functionName) || isInWhile(context)) return null;
  // What is handed on in another way is meant to be all that there is.
  const kept = /\bas\s+(\w+)/.exec(text)?.[1] ?? /\bThrowable\s+(\w+)/.exec(text)?.[1];
  if (kept !== undefined && new RegExp(`\\b${kept}\\b`).test(handler.replaceAll(/\w*log\w*\.\w+\([^\n]*/gi, '')))
    return null;
  return context.language === 'java'
    ? text.replace(/\(\s*(final\s+)?Throwable\s/, '($1Exception ')
    : text.replace('BaseException', 'Exception');
});

/** What is tried, what is done with the error, and the other handlers. */
function partsOf({ tree, node, source, start }: FixContext): readonly [string, string, string] {
  let clause = node;
  while (clause > 0 && !/^(?:catch|except)_clause$/.test(kindOf(tree, clause))) clause = parentOf(tree, clause);
  if (clause <= 0) return ['load', '', ''];
  const all = textOf(tree, parentOf(tree, clause));
  const handler = textOf(tree, clause);
  const at = all.indexOf(handler);
  const before = all.slice(0, at);
  const first = before.search(/\b(?:except|catch)\b/);
  const body = first < 0 ? before : before.slice(0, first);
  const head = /^[^{:]*[{:]/.exec(handler)?.[0].length ?? 0;
  const comment = source.slice(0, start).split('\n').at(-2) ?? '';
  const isExplained = /^\s*(?:\/\/|#|\*)/.test(comment);
  return [
    body,
    isExplained ? '//' : handler.slice(head),
    (first < 0 ? '' : before.slice(first)) + all.slice(at + handler.length),
  ];
}

/** In the loop of a thread, which goes on whatever one round has met. */
function isInWhile({ tree, node }: FixContext): boolean {
  for (let at = node; at > 0; at = parentOf(tree, at)) {
    const kind = kindOf(tree, at);
    if (/^(?:while|do)_statement$/.test(kind)) return true;
    if (/^(?:method_declaration|lambda_expression|function_definition)$/.test(kind)) return false;
  }
  return false;
}
