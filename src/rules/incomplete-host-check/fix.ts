// Compares up to the end of the host, or from its beginning.
import { rewritten } from '../../analysis-engine/index.ts';

const STARTS = /^([\w$.]+)\.startsWith\((['"])(https?:\/\/[\w.-]+)\2\)$/;
const ENDS = /^([\w$.]+)\.endsWith\((['"])([\w-]+\.[\w.-]+)\2\)$/;

export const fix = rewritten(
  'Compare the whole host, so that a longer one is not taken for it.',
  (text, { source, end }) => {
    const starts = STARTS.exec(text);
    // An origin has no path, and so no slash behind it.
    if (starts !== null) return `\`\${${starts[1]}}/\`.startsWith(${starts[2]}${starts[3]}/${starts[2]})`;
    const ends = ENDS.exec(text);
    if (ends === null || !/host|domain/i.test(ends[1]) || /^\s*(?:&&|===|!)/.test(source.slice(end, end + 8)))
      return null;
    const [, host, quote, name] = ends;
    return `(${host} === ${quote}${name}${quote} || ${host}.endsWith(${quote}.${name}${quote}))`;
  },
);
