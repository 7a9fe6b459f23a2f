// Takes away the outer of two repetitions of the same.
import { rewritten } from '../../analysis-engine/index.ts';

const NESTED = /\(((?:\?:)?(?:\[[^\]]+\]|\\{1,2}[wds])\+)\)[+*](?=\$|['"/)])/g;

export const fix = rewritten(
  'Repeat it once: a repetition of a repetition tries every way to cut the text.',
  (text) => {
    return text.replaceAll(NESTED, (whole, inner: string) =>
      whole.endsWith('*') ? `(${inner.replace(/\+$/, '*')})` : `(${inner})`,
    );
  },
);
