// Takes the name of the file only, where a value that is called the name of one is put behind a folder.
import { fileNameFix } from '../../analysis-engine/index.ts';

export const fix = fileNameFix('encode.file-name', /file|upload|attach|document|image|photo|avatar|logo/i);
