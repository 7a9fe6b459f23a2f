// Ends before the length.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Stop before the length: the last place is one less.', (text) => {
  if (/<=/.test(text)) return text.replace('<=', '<');
  const range = /^range\((.*len\(.*\))\s*\+\s*1\)$/s.exec(text);
  if (range !== null) return `range(${range[1]})`;
  return /\[[^[\]]*(?:\.length|\.size\(\)|len\([^()]*\))\s*\]$/.test(text) ? text.replace(/\s*\]$/, ' - 1]') : null;
});
