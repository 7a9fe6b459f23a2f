// Gives the program and its arguments as a list, where the shell has nothing to do but to take them apart.
import { rewritten } from '../../analysis-engine/index.ts';

/** A call of `subprocess` with one plain command line, in which nothing is a sign for the shell. */
const CALL =
  /^([\w.]+\()(['"])([\w/.:=@,+-]+(?: [\w/.:=@,+-]+)*)\2((?:,[^()]*)?),\s*shell\s*=\s*True\s*((?:,[^()]*)?)\)$/;
/** What only a shell can do. */
const BUILT_IN = /^(?:cd|export|exit|source|set|unset|ulimit|umask|alias|type|exec|eval|trap|wait|\.) ?|^\w+=/;

export const fix = rewritten('Give the program and its arguments as a list, without a shell between.', (text) => {
  const match = CALL.exec(text);
  if (match === null || match[1].startsWith('os.') || BUILT_IN.test(match[3])) return null;
  const [, call, quote, command, before, after] = match;
  // Another shell than the usual one, or who knows what.
  if (/\bexecutable\b|\*\*/.test(before + after)) return null;
  const words = command.split(' ').map((word) => `${quote}${word}${quote}`);
  return `${call}[${words.join(', ')}]${before}${after})`;
});
