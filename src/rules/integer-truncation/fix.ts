// Multiplies as long numbers.
import { rewritten } from '../../analysis-engine/index.ts';

const description = 'Multiply as long numbers: as ints the product overflows before it is widened.';

export const fix = rewritten(description, (text, { language }) => {
  return language === 'java' && /\*/.test(text) ? text.replace(/\b(\d[\d_]*)\b(?![\d_.LlfFdD])/, '$1L') : null;
});
