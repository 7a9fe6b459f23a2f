// Leaves the profiler out: its import alone serves it.
import { endOf, type Fix, startOf } from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source }) => {
  const line = source.lastIndexOf('\n', startOf(tree, node)) + 1;
  const end = source.indexOf('\n', endOf(tree, node)) + 1;
  const text = source.slice(line, end);
  // A comment says what it is there for.
  // Who names it elsewhere wants it.
  if (/profil|pprof|debug/i.test(source.slice(end))) return [];
  if (end === 0 || !/^\s*(?:import\s+)?_\s+"[^"]+"\s*$/m.test(text)) return [];
  return [
    {
      description: 'Leave the profiler out, which tells how the program works.',
      edits: [{ start: line, end, text: '' }],
    },
  ];
};
