// Ends before the length.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Stop before the length: the last place is one less.', (text, { source, end }) => {
  // What ends the loop may be the place that is not there.
  if (/\btry\b|IndexError/.test(source.slice(end, end + 120))) return null;
  if (/<=/.test(text)) return text.replace('<=', '<');
  const range = /^range\((.*len\(.*\))\s*\+\s*1\)$/s.exec(text);
  if (range !== null) return `range(${range[1]})`;
  return /\[[^[\]]*(?:\.length|\.size\(\)|len\([^()]*\))\s*\]$/.test(text) ? text.replace(/\s*\]$/, ' - 1]') : null;
});
