// Replaces every occurrence, in each call of a chain of them.
import { type Fix, minimalEdit } from '../../analysis-engine/index.ts';

/** A replacement of characters by others, which is done once; words are cut off on purpose where they stand. */
const ONCE = /\.replace\((\s*(?:'(?:[^'\\\n\w]|\\.)*'|"(?:[^"\\\n\w]|\\.)*"|`[^`$\\\w]*`)\s*,)/g;
/** The next call of the chain, from where this one ends. */
const NEXT = /^\s*\.replace\((?:[^()'"]|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")*\)/;

export const fix: Fix = ({ source, start, end }) => {
  let to = end;
  for (let next = NEXT.exec(source.slice(to)); next !== null; next = NEXT.exec(source.slice(to))) to += next[0].length;
  const code = source.slice(start, to);
  const edit = minimalEdit(source, { start, end: to, text: code.replaceAll(ONCE, '.replaceAll($1') });
  // A line has one line break, at its end.
  if (/^\.replace\(\s*['"]\\[rn]/.test(code.slice(Math.max(0, code.lastIndexOf('.replace('))))) return [];
  const description = 'Replace every occurrence, not only the first.';
  return edit === null ? [] : [{ description, edits: [edit], replaces: ['replace'] }];
};
