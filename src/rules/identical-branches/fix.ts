// Keeps the one thing that both ways do.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Keep the one value that both ways give.', (text) => {
  const match = /^([\w.$!()]+)\s*\?\s*(.+?)\s*:\s*(.+)$/s.exec(text);
  return match !== null && match[2].trim() === match[3].trim() && !/\(/.test(match[1]) ? match[2].trim() : null;
});
