// Evaluates the right side only where the left one leaves it open.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Evaluate the right side only where the left one leaves it open.', (text) =>
  text.replace(/null (&|\|)(?![&|=])/, 'null $1$1'),
);
