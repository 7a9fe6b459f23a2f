// Of what unpacks without a limit, the places whose function does not speak of one either.
import { type Check, type CheckFinding, nearestOfKind, rangeOf, textOf } from '../../analysis-engine/index.ts';

const FUNCTION =
  /^(?:(?:function|method|constructor)_(?:declaration|definition|expression)|arrow_function|func_literal|lambda)/;
const SPEAKS =
  /max|limit|threshold|quota|ratio|too_?(?:large|big|many)|bound|budget|getSize|getCompressedSize|file_size|compress_size|uncompressedSize/i;
const MOST = 6000;

/** Reports the call. */
export const check: Check = ({ tree, events }) => {
  const findings: CheckFinding[] = [];
  for (const { node } of events) {
    const at = nearestOfKind(tree, node, FUNCTION);
    if (at < 0 || !SPEAKS.test(textOf(tree, at).slice(0, MOST))) findings.push(rangeOf(tree, node));
  }
  return findings;
};
