// Asks for the member only where there is something to ask.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Ask for it only where there is an object.', (text, { language, source, start }) => {
  // What is asked for its class, or counts, is something.
  const line = source.slice(source.lastIndexOf('\n', start) + 1).split('\n', 1)[0];
  if (/\binstanceof\b/.test(line) || /(?:count|length|size|num\w*)\./i.test(text)) return null;
  const match = /^([\w$]+)\.([\w$]+)(\(.*\))?$/s.exec(text);
  return /script$/.test(language) && match !== null ? `${match[1]}?.${match[2]}${match[3] ?? ''}` : null;
});
