// Moves the statement out, to where it runs already: what the program does stays the same.
import type { Fix } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ source, start }) => {
  const line = source.lastIndexOf('\n', start - 1) + 1;
  const own = source.slice(line, start);
  const outer = outerIndentation(source, line, own);
  return outer === null
    ? []
    : [
        {
          description: 'Set it in as what it is: a statement behind the branch or loop.',
          edits: [{ start: line, end: start, text: outer }],
        },
      ];
};

/** The indentation of the closest line above that is set in less. */
function outerIndentation(source: string, line: number, own: string): string | null {
  const above = source.slice(0, line).split('\n').reverse();
  for (const each of above) {
    const indentation = /^[ \t]*/.exec(each)?.[0] ?? '';
    if (each.trim() !== '' && indentation.length < own.length) return indentation;
  }
  return null;
}
