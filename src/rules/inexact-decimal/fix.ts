// Makes the decimal of the digits as they are written.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Make it of the digits as they are written.', (text) =>
  text.replace(/\(\s*(-?[\d.]+)[dDfF]?\s*\)$/, '("$1")'),
);
