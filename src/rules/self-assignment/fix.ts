// Removes the assignment, or assigns the parameter to the field of its name.
import { type Fix, isAloneInBranch, removalOf, statementAround } from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { tree, node, source, start, end, language } = context;
  const match = /^(?:(this|self|[a-z]\w*)\.)?([\w$]+)\s*=\s*(?:(?:this|self|[a-z]\w*)\.)?\2$/.exec(
    source.slice(start, end),
  );
  if (match === null) return [];
  const statement = statementAround(tree, node);
  // A comment beside or above it would be left over, or says what else it was.
  const beside = source.slice(end).split('\n', 1)[0];
  const above = source.slice(0, start).split('\n').at(-2) ?? '';
  if (
    /#|\/\//.test(beside) ||
    /^\s*(?:#|\/\/|\*)/.test(above) ||
    /^\s*\*\/\s*$/m.test(source.slice(0, start).split('\n').slice(-3, -1).join('\n'))
  )
    return [];
  const isParameter =
    match[1] === undefined &&
    new RegExp(
      `\\b(?:this\\.${match[2]}\\b|private [^;=(]*\\b${match[2]}\\s*[;=]|^\\s+(?:readonly\\s+)?#?${match[2]}\\s*[:;])`,
      'm',
    ).test(source);
  if (isParameter && language !== 'python' && language !== 'go') {
    return [{ description: `Assign to the field \`${match[2]}\`.`, edits: [{ start, end: start, text: 'this.' }] }];
  }
  const removal = statement < 0 || isAloneInBranch(tree, statement) ? null : removalOf(tree, statement);
  return removal === null ? [] : [{ description: 'Remove the assignment, which changes nothing.', edits: [removal] }];
};
