// Makes the field final, where the file assigns it nowhere else.
import type { Fix } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ source, start, end, language }) => {
  const name = source.slice(start, end);
  const line = source.lastIndexOf('\n', start - 1) + 1;
  const head = source.slice(line, start);
  // A switch that is there to be changed has another name than a constant, or says so.
  const above =
    source
      .slice(0, Math.max(0, line - 1))
      .split('\n')
      .at(-1) ?? '';
  const isTold =
    /@VisibleForTesting|(?:\/\/|\*).*\b(?:change|set|debug|test|switch|toggle|overrid\w*|enable|see)\b/i.test(above);
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || isTold || /\bboolean\b/i.test(head)) return [];
  if (/\b(?:final|readonly)\b/.test(head) || !/^\s*=[^=]/.test(source.slice(end, end + 20))) return [];
  const assigned = source.match(
    new RegExp(
      `\\b${name}\\b\\s*(?:[-+*/%&|^]|<<|>>|\\?\\?|\\|\\||&&)?=[^=]|\\b${name}\\b\\s*(?:\\+\\+|--)|(?:\\+\\+|--)[\\w.]*\\b${name}\\b`,
      'g',
    ),
  );
  const at = /\bstatic\b\s*/.exec(head);
  if (assigned === null || assigned.length > 1 || at === null) return [];
  const place = line + at.index + at[0].length;
  const word = language === 'java' ? 'final' : 'readonly';
  return [{ description: `Say that it is ${word}.`, edits: [{ start: place, end: place, text: `${word} ` }] }];
};
