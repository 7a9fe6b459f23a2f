// A text that is read as a format becomes a value of a fixed one.
import { endOf, startOf } from '../parsing/syntax-tree.ts';
import { placesToEncode } from './encoding.ts';
import { callIn } from './expressions.ts';
import type { Fix } from './fix.ts';

/** Puts a fixed format before the text that is found, where a format is expected. */
export const fixedFormat: Fix = (context) => {
  const { program, start, end } = context;
  const call = callIn(program, start, end);
  const [place] = placesToEncode(context, null, /^\b$/);
  if (call === null || place === undefined || context.language === 'go') return [];
  const isFirst = call.item.arguments.some(({ value }) => startOf(context.tree, value.node) === place.start);
  if (!isFirst) return [];
  const quote = context.language === 'java' ? '"' : "'";
  const given = call.item.arguments.findIndex(({ value }) => startOf(context.tree, value.node) === place.start);
  const [first, ...rest] = call.item.arguments.slice(given + 1).map(({ value }) => value);
  // The fixed format has no place for what the other one may have asked for.
  const isPlain = [first, ...rest].every(
    (value) => value === undefined || /^(?:variable|constant|global)$/.test(value.kind),
  );
  const last = rest.at(-1) ?? first;
  if (!isPlain) return [];
  // Node puts what is left over behind the text.
  const isKept = last === undefined || /script$/.test(context.language);
  const dropped = isKept ? [] : [{ start: place.end, end: endOf(context.tree, last.node), text: '' }];
  const description = 'Print the text as a value of a fixed format, so that nothing in it is read as a format.';
  return [{ description, edits: [{ start: place.start, end: place.start, text: `${quote}%s${quote}, ` }, ...dropped] }];
};
