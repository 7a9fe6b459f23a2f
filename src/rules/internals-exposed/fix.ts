// Copies arrays that hold what is secret or what somebody may do, where they are handed over: others may be shared for speed.
import { rewritten } from '../../analysis-engine/index.ts';

const SECRET =
  /passw|secret|(?:private|session|api|aes|encryption|master)_?key|token|salt|credential|role|permission|grant/i;
/** Nothing can be changed in an array without elements, and what walks over one does not keep it. */
const NO_MATTER = /^EMPTY|_EMPTY|^NO_/;
const WALKS = /\bimplements\b[^{]*\b(?:Enumeration|Iterator|Spliterator)\b/;

export const fix = rewritten('Hand over a copy.', (text, { source }) => {
  const match = /^(return |[\w.]+ = )((?:this\.)?(\w+))(;?)$/.exec(text);
  if (match === null) return null;
  const [, head, value, name, end] = match;
  const isArray = new RegExp(`\\[\\]\\s+${name}\\b`).test(source);
  if (!isArray || !SECRET.test(name) || NO_MATTER.test(name) || WALKS.test(source)) return null;
  // What is made where it is declared and never taken away is there; a variable of the name in some function proves nothing.
  const isThere =
    head === 'return ' &&
    new RegExp(`\\b(?:private|static)\\s+(?:\\w+\\s+)*?final\\b[^;={}()]*\\b${name}\\s*=\\s*(?:new\\b|\\{)`).test(
      source,
    );
  return isThere ? `${head}${value}.clone()${end}` : `${head}${value} == null ? null : ${value}.clone()${end}`;
});
