// Secrets by the issuer's format anywhere, and by the name of the variable, key or parameter they are given to.
import type { Check } from '../../analysis-engine/index.ts';
import { suspectsIn } from './suspects.ts';

/** CWE-798: credentials as string literals. */
export const check: Check = ({ tree }) =>
  suspectsIn(tree).flatMap(({ isCertain, ...finding }) => (isCertain ? [finding] : []));
