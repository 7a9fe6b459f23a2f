// Reads until the array is full.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Read until the array is full, or nothing is left.',
  (text, { source }) => {
    const [, stream, array] = /^(\w+)\.read\((\w+)\)$/.exec(text) ?? [];
    if (stream === undefined || !new RegExp(`InputStream\\s+${stream}\\b`).test(source)) return null;
    return `${stream}.readNBytes(${array}, 0, ${array}.length)`;
  },
  ['read'],
);
