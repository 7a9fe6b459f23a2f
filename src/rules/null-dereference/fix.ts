// Asks for the member only where there is something to ask.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Ask for it only where there is an object.', (text, { language }) => {
  const match = /^([\w$]+)\.([\w$]+)(\(.*\))?$/s.exec(text);
  return /script$/.test(language) && match !== null ? `${match[1]}?.${match[2]}${match[3] ?? ''}` : null;
});
