// Serves no hidden files.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Answer for hidden files as for files that are not there.', (text) =>
  text.replace(/(\bdotfiles['"]?\s*:\s*)(['"])allow\2/, '$1$2ignore$2'),
);
