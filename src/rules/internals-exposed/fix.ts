// Copies arrays and dates where they are handed over.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Hand over a copy.', (text, { source }) => {
  const match = /^(return |[\w.]+ = )((?:this\.)?(\w+))(;?)$/.exec(text);
  if (match === null) return null;
  const [, head, value, name, end] = match;
  const isArray = new RegExp(`\\[\\]\\s+${name}\\b`).test(source);
  return isArray ? `${head}${value} == null ? null : ${value}.clone()${end}` : null;
});
