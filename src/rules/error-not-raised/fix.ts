// Raises the error.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Raise the error.', (text, { language }) =>
  language === 'python' ? `raise ${text}` : `throw ${text}`,
);
