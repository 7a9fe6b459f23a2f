// Catches exceptions and not the errors of the machine.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Catch exceptions only.', (text, { language }) =>
  language === 'java'
    ? text.replace(/\(\s*(final\s+)?(?:Throwable|Error)\s/, '($1Exception ')
    : text.replace('BaseException', 'Exception'),
);
