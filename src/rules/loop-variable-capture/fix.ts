// Gives each function the value of its own round.
import { childByField, type Fix, nearestOfKind, startOf, textOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, language }) => {
  const loop = nearestOfKind(tree, node, /^for(?:_in)?_statement$/);
  if (loop < 0) return [];
  if (language === 'python') {
    const name = textOf(tree, childByField(tree, loop, 'left'));
    const head = /^lambda(\s*)/.exec(source.slice(start));
    if (head === null || !/^\w+$/.test(name) || !/^lambda\s*:/.test(source.slice(start))) return [];
    return [
      {
        description: `Keep the value that \`${name}\` has in this round.`,
        edits: [{ start: start + 6, end: start + 6, text: ` ${name}=${name}` }],
      },
    ];
  }
  const at = startOf(tree, loop);
  const head = /^for\s*\(\s*var\b/.exec(source.slice(at));
  if (head === null) return [];
  const end = at + head[0].length;
  return [{ description: 'Let each round have a variable of its own.', edits: [{ start: end - 3, end, text: 'let' }] }];
};
