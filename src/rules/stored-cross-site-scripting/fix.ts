// Encodes the value where it is put among markup.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.html', /</);
