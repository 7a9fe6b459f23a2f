// Puts the parentheses where they were meant.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Put parentheses around what belongs together.', (text, { source }) => {
  // What a bundler has written is mended there.
  if (source.includes('__webpack_require__')) return null;
  const negated = /^!\s*([\w.$[\]'"]+\s+(?:in|instanceof)\s+.+)$/s.exec(text);
  if (negated !== null) return `!(${negated[1]})`;
  const bits = /^([\w.$]+\s*[&|^]\s*[\w.$]+)(\s*[!=]==?\s*[\w.$]+)$/s.exec(text);
  return bits === null ? null : `(${bits[1]})${bits[2]}`;
});
