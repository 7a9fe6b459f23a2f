// Takes the name of the file only, where it is put behind a folder.
import { fileNameFix } from '../../analysis-engine/index.ts';

export const fix = fileNameFix('encode.file-name');
