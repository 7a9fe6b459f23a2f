// Handlers that take what no handler can know: errors of the machine, and null that was not tested for.
import { type Check, type CheckFinding, endOf, sightingsOf, startOf, textOf } from '../../analysis-engine/index.ts';

const TOO_MUCH: Readonly<Record<string, RegExp>> = {
  java: /^(?:java\.lang\.)?(?:Throwable|Error|NullPointerException)$/,
  python: /^BaseException$/,
};
/** What hands the error on has not swallowed it. */
const HANDS_ON = /\b(?:throw|raise)\b/;

/** Reports the head of the handler. */
export const check: Check = ({ tree, program, language }) => {
  const findings: CheckFinding[] = [];
  const tooMuch = TOO_MUCH[language];
  if (tooMuch === undefined) return findings;
  for (const { item } of sightingsOf(program, 'try')) {
    for (const { types, node } of item.handlers) {
      const text = textOf(tree, node);
      if (!types.some((type) => tooMuch.test(type)) || HANDS_ON.test(text)) continue;
      const start = startOf(tree, node);
      const line = tree.source.indexOf('\n', start);
      findings.push({ start, end: Math.min(endOf(tree, node), line < 0 ? tree.source.length : line) });
    }
  }
  return findings;
};
