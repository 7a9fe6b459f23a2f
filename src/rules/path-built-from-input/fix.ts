// Takes the last part of the name only, where one argument is what was sent.
import { rewritten } from '../../analysis-engine/index.ts';

const CALL = /^((?:\w+\.)?(?:join|resolve)\([^(),]+, *)((?:req|request|ctx)(?:\.\w+)+)\)$/;

export const fix = rewritten('Take the name of a file only, so that it cannot lead out of the folder.', (text) => {
  const match = CALL.exec(text);
  // An address has folders, and the files below them are meant to be found.
  return match === null || /\.(?:url|originalUrl|path)$/.test(match[2])
    ? null
    : `${match[1]}#{path}.basename(${match[2]}))`;
});
