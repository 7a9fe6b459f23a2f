// Asks whether it is no number.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Ask whether it is no number: nothing equals NaN, not even NaN.',
  (text, { language }) => {
    const match = /^(.+?)\s*([!=]==?)\s*(.+)$/s.exec(text);
    if (match === null) return null;
    const isNan = (side: string): boolean => /\bnan\b/i.test(side);
    const value = isNan(match[3]) ? match[1] : match[3];
    if (isNan(value)) return null;
    const not = match[2].startsWith('!');
    const calls: Readonly<Record<string, string>> = {
      python: `#{math}.isnan(${value})`,
      java: `${/Float/.test(text) ? 'Float' : 'Double'}.isNaN(${value})`,
      go: `#{math}.IsNaN(${value})`,
    };
    const call = calls[language] ?? `Number.isNaN(${value})`;
    if (language === 'python') return not ? `not ${call}` : call;
    return not ? `!${call}` : call;
  },
  ['float', 'NaN'],
);
