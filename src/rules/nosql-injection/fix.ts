// Compares with a text, which holds no operators.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.nosql', /^\b$/);
