// Compares with the name that was meant.
import { rewritten } from '../../analysis-engine/index.ts';

const NAMES = ['undefined', 'object', 'boolean', 'number', 'bigint', 'string', 'symbol', 'function'];

/** The same letters in another order, or one letter more, less or other. */
function isNear(a: string, b: string): boolean {
  const sorted = (text: string): string => [...text].sort().join('');
  if (sorted(a) === sorted(b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(at + (long.length === short.length ? 1 : 0)) === long.slice(at + 1);
}

export const fix = rewritten('Compare with a name that `typeof` gives.', (text) => {
  const match = /(typeof\s+)([\w.$]+)(\s*)([!=]==?)(\s*)(["'])(\w+)\6/.exec(text);
  if (match === null) return null;
  const [, , value, , operator, , quote, word] = match;
  if (word === 'array') return `${operator.startsWith('!') ? '!' : ''}Array.isArray(${value})`;
  const near = NAMES.filter((name) => isNear(word.toLowerCase(), name));
  return near.length === 1 ? text.replace(`${quote}${word}${quote}`, `${quote}${near[0]}${quote}`) : null;
});
