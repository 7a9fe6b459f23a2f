// Says that it failed, where nothing is said.
import { type Fix, textOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end, language, repairs }) => {
  const text = source.slice(start, end);
  const description = 'Write the error to the log, so that somebody can see it.';
  if (/script$/.test(language)) {
    const match = /^catch\s*\(\s*(\w+)\s*\)\s*\{\s*\}$/.exec(text);
    if (match === null) return [];
    const indentation = /^[ \t]*/.exec(source.slice(source.lastIndexOf('\n', start) + 1))?.[0] ?? '';
    const body = `{\n${indentation}  console.error(${match[1]});\n${indentation}}`;
    return [{ description, edits: [{ start: start + text.indexOf('{'), end, text: body }] }];
  }
  const last = language === 'python' ? /\bpass\s*$/.exec(text) : null;
  const written =
    last === null ? null : repairs.write('#{logging}.exception("an error was passed over")', { start, end });
  if (last === null || written === null || textOf(tree, node) === '') return [];
  return [
    {
      description,
      edits: [{ start: start + last.index, end: start + last.index + 4, text: written.text }, ...written.edits],
    },
  ];
};
