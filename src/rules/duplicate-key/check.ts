// Literals of objects and dictionaries in which a later entry replaces an earlier one.
import {
  type Check,
  type CheckFinding,
  childByField,
  kindOf,
  parentOf,
  rangeOf,
  type SyntaxTree,
  sightingsOf,
} from '../../analysis-engine/index.ts';

/** Reports the later entry. */
export const check: Check = ({ tree, program }) => {
  const findings: CheckFinding[] = [];
  for (const { item } of sightingsOf(program, 'record')) {
    let seen = new Set<string | number>();
    for (const entry of item.entries) {
      // What is spread over earlier entries is meant to replace some.
      if ('spread' in entry) seen = new Set();
      else if (typeof entry.key !== 'object' || entry.key.kind === 'constant') {
        const key = typeof entry.key === 'object' ? keyOf(entry.key.value) : entry.key;
        const pair = parentOf(tree, entry.value.node);
        if (key === null || pair < 0 || kindOf(tree, pair) !== 'pair') continue;
        const range = pairRange(tree, pair);
        // In Python a text of bytes equals no other text.
        const spelled = /^[rR]?[bB]["']/.test(tree.source.slice(range.start, range.start + 3)) ? `bytes ${key}` : key;
        if (seen.has(spelled)) findings.push(range);
        seen.add(spelled);
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
