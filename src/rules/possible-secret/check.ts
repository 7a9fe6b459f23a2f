// What its name alone, or a format that proves little, makes a credential: worth a look, no more.
import type { Check } from '../../analysis-engine/index.ts';
import { suspectsIn } from '../hard-coded-secret/suspects.ts';

/** CWE-798 on weak evidence: plain words as passwords, keys for trials, tokens that fail their own checksum. */
export const check: Check = ({ tree }) =>
  suspectsIn(tree).flatMap(({ isCertain, ...finding }) => (isCertain ? [] : [finding]));
