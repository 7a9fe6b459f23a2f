// The text is handed over as a value of a fixed format.
import { callIn, type Fix, placesToEncode, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { program, start, end } = context;
  const call = callIn(program, start, end);
  const [place] = placesToEncode(context, /^\b$/);
  if (call === null || place === undefined || context.language === 'go') return [];
  const isFirst = call.item.arguments.some(({ value }) => startOf(context.tree, value.node) === place.start);
  if (!isFirst) return [];
  const quote = context.language === 'java' ? '"' : "'";
  const description = 'Print the text as a value of a fixed format, so that nothing in it is read as a format.';
  return [{ description, edits: [{ start: place.start, end: place.start, text: `${quote}%s${quote}, ` }] }];
};
