// Leaves the field out of what is written.
import type { Fix } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ source, start }) => {
  const line = source.lastIndexOf('\n', start - 1) + 1;
  const head = /^(\s*(?:(?:private|protected|public)\s+)?)(?!.*\bfinal\b)/.exec(source.slice(line, start))?.[1];
  if (head === undefined) return [];
  const at = line + head.length;
  return [
    { description: 'Leave the field out of what is written.', edits: [{ start: at, end: at, text: 'transient ' }] },
  ];
};
