// Leaves the secret out of the log.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.redacted', /^\b$/);
