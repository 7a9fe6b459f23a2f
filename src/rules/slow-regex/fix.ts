// Says the same repetition once.
import { rewritten } from '../../analysis-engine/index.ts';

const TWICE = /(\\{1,2}[sdw])\*\1([*+])/g;

export const fix = rewritten('Say the repetition once: two in a row share the text in every possible way.', (text) =>
  text.replaceAll(TWICE, '$1$2'),
);
