// A text that is read as a format becomes a value of a fixed one.
import { startOf } from '../parsing/syntax-tree.ts';
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
  const description = 'Print the text as a value of a fixed format, so that nothing in it is read as a format.';
  return [{ description, edits: [{ start: place.start, end: place.start, text: `${quote}%s${quote}, ` }] }];
};
