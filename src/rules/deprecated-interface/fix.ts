// Calls what replaces it, where that does the same.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Call what replaces it.',
  (text) => {
    const written = text
      .replace(/^util\.isArray\(/, 'Array.isArray(')
      .replace(/^util\.isBuffer\(/, 'Buffer.isBuffer(')
      .replace(/^util\._extend\(/, 'Object.assign(')
      .replace(/^new Buffer\((?=['"`\x5b])/, 'Buffer.from(')
      .replace(/^new Buffer\((?=\d+\)$)/, 'Buffer.alloc(');
    return written === text ? null : written;
  },
  ['isArray', 'isBuffer', '_extend', 'Buffer'],
);
