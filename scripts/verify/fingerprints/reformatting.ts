// Reformats code through its tokens: indentation, line breaks inside of parentheses, quotes, comments, blank lines.
import { endOf, kindOf, nextOf, type SyntaxTree, startOf } from '../../../src/analysis-engine/parsing/syntax-tree.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Edited, Specimen } from './specimen.ts';

interface Atom {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Never changed inside: texts, comments and markup. */
const ATOMIC = /string|char|rune|template|regex|comment|text_block|^jsx_/;

function atomsOf(tree: SyntaxTree): Atom[] {
  const atoms: Atom[] = [];
  for (let node = 1; node < tree.count; ) {
    const kind = kindOf(tree, node);
    const isAtom = nextOf(tree, node) === node + 1 || ATOMIC.test(kind);
    const [start, end] = [startOf(tree, node), endOf(tree, node)];
    if (isAtom && end > start && tree.source.slice(start, end).trim() !== '') atoms.push({ start, end, kind });
    node = isAtom ? nextOf(tree, node) : node + 1;
  }
  return atoms;
}

interface Layout {
  readonly unit: string;
  readonly wide: boolean;
  readonly swapQuotes: boolean;
  readonly comments: boolean;
}

export function reformatted({ code, language, path, program }: Specimen, random: SeededRandom): Edited | null {
  const layout: Layout = {
    unit: random.pick(['  ', '    ', '\t', '        ']),
    wide: random.chance(0.5),
    swapQuotes: random.chance(0.7) && /^(python|javascript|typescript)$/.test(language),
    comments: random.chance(0.6),
  };
  const indent = createIndenter(code, layout.unit);
  const brackets: string[] = [];
  let result = '';
  let previousEnd = 0;
  let previous = '';
  for (const atom of atomsOf(program.tree)) {
    const gap = code.slice(previousEnd, atom.start);
    const inner = brackets.at(-1) ?? '';
    result += gapOf({ gap, language, inner, previous, layout, indent, random, atom });
    const text = code.slice(atom.start, atom.end);
    result += layout.swapQuotes ? otherQuotes(text, atom.kind) : text;
    if (text === '(' || text === '[' || text === '{' || text === '${') brackets.push(text);
    else if (text === ')' || text === ']' || text === '}') brackets.pop();
    previousEnd = atom.end;
    previous = text;
  }
  return { code: result + code.slice(previousEnd), path };
}

interface Gap {
  readonly gap: string;
  readonly language: string;
  readonly inner: string;
  readonly previous: string;
  readonly layout: Layout;
  readonly indent: (spaces: string) => string;
  readonly random: SeededRandom;
  readonly atom: Atom;
}

function gapOf({ gap, language, inner, previous, layout, indent, random, atom }: Gap): string {
  if (gap.trim() !== '') return gap;
  const inParentheses = inner === '(' || inner === '[' || (language === 'python' && inner !== '');
  if (!gap.includes('\n')) {
    const mayBreak = inParentheses && (previous === ',' || previous === '(') && !atom.kind.endsWith('comment');
    if (mayBreak && random.chance(0.3)) return '\n      ';
    return layout.wide && gap !== '' && atom.start > 0 ? `${gap} ` : gap;
  }
  if (inParentheses) return `${gap}  `;
  const margin = indent(gap.slice(gap.lastIndexOf('\n') + 1));
  // A comment between `@decorator` and its function, or inside of a chain, would be a comment all the same.
  const note = layout.comments && random.chance(0.3) ? `${margin}${language === 'python' ? '#' : '//'} noted\n` : '';
  return `${random.chance(0.2) ? '\n\n' : '\n'}${note}${margin}`;
}

/** Maps the depths of indentation of the code to as many units; in the order in which the lines come. */
function createIndenter(code: string, unit: string): (margin: string) => string {
  const first = /^(?: +|\t+)(?=\S)/m.exec(code)?.[0] ?? '';
  const spaces = /^ {2}(?! )/m.test(code) ? '  ' : '    ';
  const step = first.startsWith('\t') ? '\t' : spaces;
  return (margin) => {
    const levels = Math.floor(margin.length / step.length);
    return unit.repeat(levels) + margin.slice(levels * step.length);
  };
}

function otherQuotes(text: string, kind: string): string {
  if (kind !== 'string' || !/^(['"])[^'"\\\n{]*\1$/.test(text) || text.startsWith(text.charAt(0).repeat(2)))
    return text;
  const quote = text.startsWith("'") ? '"' : "'";
  return quote + text.slice(1, -1) + quote;
}
