// Compares where it was meant to.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Compare the values; the assignment changes the first and is always as true as the second.',
  (text, { language }) => {
    const operator = /script$/.test(language) ? '===' : '==';
    return /[^=!<>+\-*/%&|^]=[^=]/.test(text) ? text.replace(/([^=!<>])=([^=])/, `$1${operator}$2`) : null;
  },
);
