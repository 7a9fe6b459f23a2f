// Calls the method that was only named, and adds up what was only calculated.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Do what the line seems to be meant for.', (text, { language }) => {
  const sum = /^(\w+) ([-+*/]) ([\w.]+)$/.exec(text);
  if (sum !== null) return `${sum[1]} ${sum[2]}= ${sum[3]}`;
  return language === 'python' && /^[\w.]+\.\w+$/.test(text) ? `${text}()` : null;
});
