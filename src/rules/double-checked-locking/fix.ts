// Makes the field volatile.
import type { Fix } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ source, start, end }) => {
  const name = /^if\s*\(\s*(?:this\.)?(\w+)\s*==/.exec(source.slice(start, end))?.[1];
  const field =
    name === undefined
      ? null
      : new RegExp(
          `^[ \\t]*(?:(?:private|protected|public|static)\\s+)+(?=[\\w.<>\\[\\]]+\\s+${name}\\s*[=;])`,
          'm',
        ).exec(source);
  if (field === null) return [];
  const at = field.index + field[0].length;
  return [{ description: 'Make the field volatile.', edits: [{ start: at, end: at, text: 'volatile ' }] }];
};
