// Hands the arguments over in the order of the parameters.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Hand the arguments over in the order of the parameters of their names.', (text) => {
  const match = /^(.*\()\s*([\w$]+)\s*,\s*([\w$]+)\s*\)$/s.exec(text);
  return match === null ? null : `${match[1]}${match[3]}, ${match[2]})`;
});
