// Lets no name of a file begin with a dash, for programs that take paths and print none.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Write the path before the star, so that no name of a file is read as an option.',
  (text) =>
    /['"](?:[\w/]*\/)?(?:chown|chmod|rsync|scp)\s[^'"*]*\s\*/.test(text)
      ? text.replace(/(\s)\*(?=['"\s])/, '$1./*')
      : null,
);
