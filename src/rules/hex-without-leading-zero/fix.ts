// Writes each byte with two digits.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Write each byte with two digits.',
  (text) => text.replace('Integer.toHexString(', 'String.format("%02x", '),
  ['toHexString'],
);
