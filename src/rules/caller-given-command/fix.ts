// Quotes the value where it is put into a command line.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.shell', /\S/);
