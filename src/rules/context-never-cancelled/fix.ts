// Frees what the context holds when the function ends, where nothing outlives it.
import { codeAround, type Fix, linesAfter } from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { tree, node, source, start, end } = context;
  const text = source.slice(start, end);
  const match = /^(\w+),\s*_\s*:=\s*context\.With\w+?(Cause)?\(/.exec(text);
  const { code, functionName } = codeAround(context);
  if (match === null || functionName === '' || /\bcancel\b/.test(code)) return [];
  const [, name, cause] = match;
  // Who is given the context back, keeps it or goes on beside needs it longer than the function runs.
  if (new RegExp(`\\breturn\\b[^\\n(]*\\b${name}\\b|[=:]\\s*${name}\\s*,?$|\\bgo\\s`, 'm').test(code)) return [];
  const underscore = start + text.indexOf('_', name.length);
  const deferred = linesAfter(tree, node, [cause === undefined ? 'defer cancel()' : 'defer cancel(nil)']);
  if (deferred === null) return [];
  const edits = [{ start: underscore, end: underscore + 1, text: 'cancel' }, deferred];
  return [{ description: 'Free what the context holds when the function ends.', edits }];
};
