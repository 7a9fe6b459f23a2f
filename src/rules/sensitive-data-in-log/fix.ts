// Leaves the secret out of the log.
import { encodingFix, type Fix } from '../../analysis-engine/index.ts';

const left = encodingFix('encode.redacted', /^\b$/);

/** What is made at random for whoever reads the log is told to them on purpose. */
const TOLD = /token_hex|token_urlsafe|randomBytes|random|generate/i;

export const fix: Fix = (context) => {
  const before = context.source.slice(0, context.start).split('\n').slice(-4).join('\n');
  // A word that is put where a value was, is one for the text itself.
  const isFormatted = /%[sdr]|\{\}|\.format\(/.test(context.source.slice(context.start, context.end));
  return TOLD.test(before) || isFormatted ? [] : left(context);
};
