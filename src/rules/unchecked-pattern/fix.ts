// Escapes the value where it is put into the expression.
import { codeAround, encodingFix, type Fix } from '../../analysis-engine/index.ts';

const escaped = encodingFix('encode.regex', /./);
/** What a function of the program gives is what it makes it; names of texts say that they are some. */
const TEXT =
  /(?:name|text|term|query|search|word|value|key|prefix|suffix|extension|ext|title|label|input|tag|str|string|token|id|class)$/i;

/** What makes an object is given names by whoever writes the program. */
const OF_PROGRAM = /^(?:constructor|__init__)$/;

export const fix: Fix = (context) =>
  (OF_PROGRAM.test(codeAround(context).functionName) ? [] : escaped(context)).filter(({ edits }) =>
    edits.every(({ start, end }) => start === end || TEXT.test(context.source.slice(start, end))),
  );
