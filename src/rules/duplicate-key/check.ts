// Literals of objects and dictionaries in which a later entry replaces an earlier one.
import {
  type Check,
  type CheckFinding,
  childByField,
  isSameCode,
  kindOf,
  type NodeIndex,
  parentOf,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
} from '../../analysis-engine/index.ts';

/** Reports the later entry. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'record')) {
    let seen = new Map<string | number, NodeIndex>();
    for (const entry of item.entries) {
      // What is spread over earlier entries is meant to replace some.
      if ('spread' in entry) seen = new Map();
      else if (typeof entry.key !== 'object' || entry.key.kind === 'constant') {
        const key = typeof entry.key === 'object' ? keyOf(entry.key.value) : entry.key;
        const pair = parentOf(tree, entry.value.node);
        if (key === null || pair < 0 || kindOf(tree, pair) !== 'pair') continue;
        const range = pairRange(tree, pair);
        // In Python a text of bytes equals no other text.
        const spelled = /^[rR]?[bB]["']/.test(tree.source.slice(range.start, range.start + 3)) ? `bytes ${key}` : key;
        const earlier = seen.get(spelled);
        // The same twice does no harm.
        const isEqual = earlier !== undefined && isSameCode(tree, earlier, entry.value.node);
        if (earlier !== undefined) findings.push({ ...range, ...(isEqual ? { atMost: 'low' as const } : {}) });
        seen.set(spelled, entry.value.node);
      }
    }
  }
  return findings;
};

const keyOf = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

function pairRange(tree: SyntaxTree, pair: number): CheckFinding {
  const key = childByField(tree, pair, 'key');
  return rangeOf(tree, key < 0 ? pair : key);
}
