// Throws a class that says a little more, and that whoever catches the general one catches as well.
import { codeAround, type FixContext, rewritten } from '../../analysis-engine/index.ts';

const UNSUPPORTED =
  /\bnot (?:yet )?(?:supported|applicable|implemented)|unsupported|(?:does|do)(?: not|n't) support|\bno \w+ support/i;
const BAD_VALUE = /not allowed|invalid|illegal|malformed|\bmust (?:be|have|not)|should be|out of range|\bbad\b/i;
/** Other classes are for these, or nobody knows which. */
const OF_OTHERS =
  /IOException|CloneNotSupported|Interrupted|UnsupportedEncoding|Execution|SQLException|test|can'?t happen|timed? ?out/i;

export const fix = rewritten(
  'Throw a class below it, which its handlers catch as well.',
  (text, context) => {
    const message = /\(\s*f?(["'].*)/s.exec(text)?.[1] ?? '';
    if (OF_OTHERS.test(message) || OF_OTHERS.test(caughtBefore(context))) return null;
    // Lines that begin under the bracket would begin beside it.
    if (/\n/.test(text) && !/^[^\n]*\(\s*\n/.test(text)) return null;
    const isJava = context.language === 'java';
    // Whether the state or an argument is wrong, the text does not say.
    if (BAD_VALUE.test(message) && !UNSUPPORTED.test(message)) return null;
    if (isJava) {
      const instead = UNSUPPORTED.test(message) ? 'UnsupportedOperationException' : 'IllegalStateException';
      return text.replace(/^throw\s+new\s+RuntimeException\s*\((?=")/, `throw new ${instead}(`);
    }
    return text.replace(
      /^raise\s+Exception\b/,
      `raise ${UNSUPPORTED.test(message) ? 'NotImplementedError' : 'RuntimeError'}`,
    );
  },
  ['Exception', 'RuntimeException'],
);

/** The handler that it is thrown in says what it stands for; a handler of the general class may look at which one it is. */
function caughtBefore(context: FixContext): string {
  const { code } = codeAround(context);
  const at = code.indexOf(context.source.slice(context.start, context.end));
  const heads = [...code.slice(0, Math.max(0, at)).matchAll(/\bcatch\s*\(([^)]*)\)|\bexcept\b([^:\n]*)/g)];
  return heads.at(-1)?.[0] ?? '';
}
