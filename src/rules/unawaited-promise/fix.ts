// Waits for what the call does, where the file waits for it elsewhere: whether something goes on beside is chosen.
import { awaitedCall, callIn, endOf, type Fix, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { source, start, end, program, tree } = context;
  const callee = callIn(program, start, end)?.item.callee;
  if (callee === undefined) return [];
  const name = source.slice(startOf(tree, callee.node), endOf(tree, callee.node)).replace(/^.*\./s, '');
  if (!new RegExp(`\\bawait\\s+[\\w$.]*(?<![\\w$])${name.replaceAll('$', '\\$')}\\(`).test(source)) return [];
  // A comment that speaks of waiting says why it does not.
  const above = source.slice(0, start).split('\n').slice(-6).join('\n');
  return /(?:\/\/|\*)[^\n]*\b(?:await|wait|background|parallel)/i.test(above) ? [] : awaitedCall(context);
};
