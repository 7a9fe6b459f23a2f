// How the time of a backtracking matcher may grow with the text, judged by the shape of the expression alone.
import type { RegexNode } from './regex-syntax.ts';

export interface RegexGrowth {
  /** a repetition in a repetition: the time may double with every character */
  readonly exponential: boolean;
  /** repetitions without end, each of which may multiply the time by the length of what they can run over */
  readonly degree: number;
  /** whether one of them runs over line ends */
  readonly acrossLines: boolean;
}

/** Repetitions with more rounds than this count as without end. */
const MANY_ROUNDS = 16;

/** Looks at every repetition of an expression. Errs on the side of warning. */
export function growthOf(root: RegexNode): RegexGrowth {
  let exponential = false;
  let degree = 0;
  let acrossLines = false;
  const open: { readonly node: RegexNode; readonly repeated: boolean }[] = [{ node: root, repeated: false }];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { node, repeated } = item;
    if (node.type === 'repeat') {
      const endless = node.max > MANY_ROUNDS;
      if (endless && !node.atomic) {
        degree++;
        if (repeated) exponential = true;
        if (crossesLines(node.item)) acrossLines = true;
      }
      open.push({ node: node.item, repeated: repeated || endless });
    } else if (node.type === 'alternatives') {
      // Alternatives in a repetition may overlap: `(a|a)*`.
      if (repeated && !areCharacters(node.options)) exponential = true;
      for (const option of node.options) open.push({ node: option, repeated });
    } else if (node.type === 'sequence') for (const each of node.items) open.push({ node: each, repeated });
    else if (node.type === 'group' || node.type === 'look') open.push({ node: node.item, repeated });
  }
  return { exponential, degree, acrossLines };
}

/** Single characters that all differ. */
function areCharacters(options: readonly RegexNode[]): boolean {
  const sources = options.map((option) =>
    option.type === 'set' && !option.source.startsWith('[') ? option.source : '',
  );
  return (
    !sources.includes('') &&
    !sources.some((source) => /^\\[a-zA-Z]/.test(source)) &&
    new Set(sources).size === sources.length
  );
}

function crossesLines(node: RegexNode): boolean {
  if (node.type !== 'set') return true;
  return new RegExp(`^${node.source}$`, 'u').test('\n');
}
