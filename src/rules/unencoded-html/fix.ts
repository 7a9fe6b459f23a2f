// Encodes the values that are put among markup.
import { partsFix } from '../../analysis-engine/index.ts';

export const fix = partsFix('encode.html');
