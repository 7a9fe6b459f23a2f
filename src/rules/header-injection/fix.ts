// Takes line breaks out of the value on its way to the sink.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.line', /^\b$/);
