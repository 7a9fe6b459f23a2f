// An object without a prototype holds nothing but what is put there.
import { type Fix, minimalEdit } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ source, start, end }) => {
  const [, name] = /^([A-Za-z_$][\w$]*)\s*\[/.exec(source.slice(start, end)) ?? [];
  if (name === undefined) return [];
  const escaped = name.replaceAll('$', '\\$');
  const made = [
    ...source.matchAll(
      new RegExp(`\\b(?:const|let|var)\\s+${escaped}(?:\\s*:[^=\\n]+)?\\s*=\\s*(\\{\\s*\\})(?=\\s*[;\\n])`, 'g'),
    ),
  ];
  const [only, ...others] = made;
  // What is called on it comes from the prototype.
  const isPlain = !new RegExp(`(?<![\\w$.])${escaped}\\.\\w+\\(|(?<![\\w$.])${escaped}\\s*=[^=]`).test(
    source.replace(only?.[0] ?? '', ''),
  );
  if (only === undefined || others.length > 0 || !isPlain) return [];
  const from = only.index + only[0].length - only[1].length;
  const edit = minimalEdit(source, { start: from, end: from + only[1].length, text: 'Object.create(null)' });
  const description =
    'Keep the values in an object without a prototype, in which no name means anything but what is put there.';
  return edit === null ? [] : [{ description, edits: [edit] }];
};
