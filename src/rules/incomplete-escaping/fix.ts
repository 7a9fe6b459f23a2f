// Replaces every occurrence.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Replace every occurrence, not only the first.',
  (text) => {
    const match = /^(.*)\.replace\((\s*['"`])/s.exec(text);
    return match === null ? null : text.replace(/\.replace\((\s*['"`])/, '.replaceAll($1');
  },
  ['replace'],
);
