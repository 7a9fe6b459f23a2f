// Escapes the value where it is put into the expression.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.regex', /./);
