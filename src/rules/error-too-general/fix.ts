// Throws a class that says a little more, and that whoever catches the general one catches as well.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten(
  'Throw a class below it, which its handlers catch as well.',
  (text, { language }) =>
    language === 'python'
      ? text.replace(/^raise\s+Exception\b/, 'raise RuntimeError')
      : text.replace(/^throw\s+new\s+RuntimeException\s*\((?=")/, 'throw new IllegalStateException('),
  ['Exception', 'RuntimeException'],
);
