// Closes what was opened: `with` in Python, `defer` in Go.
import {
  endOf,
  type Fix,
  type FixCandidate,
  kindOf,
  linesAfter,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  type SyntaxTree,
  startOf,
  statementAround,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = ({ tree, node, source, start, end, language }) => {
  const statement = statementAround(tree, node);
  if (statement < 0) return [];
  const text = textOf(tree, statement);
  if (language === 'go') {
    const [, name, error = '_'] = /^(\w+)(?:,\s*(\w+))?\s*:?=/.exec(text) ?? [];
    const check = namedChildrenOf(tree, parentOf(tree, statement)).find((each) => each > statement) ?? statement;
    const isChecked = kindOf(tree, check) === 'if_statement' && /^if\s+(\w+)/.exec(textOf(tree, check))?.[1] === error;
    // Before its error is looked at there may be nothing to close.
    if (error !== '_' && !isChecked) return [];
    const place = isChecked ? check : statement;
    const edit = name === undefined || name === '_' ? null : linesAfter(tree, place, [`defer ${name}.Close()`]);
    return edit === null ? [] : [{ description: 'Close it when the function ends.', edits: [edit] }];
  }
  const name = /^(\w+)\s*=\s*/.exec(text);
  const isWhole =
    name !== null && startOf(tree, statement) + name[0].length === start && endOf(tree, statement) === end;
  return language === 'python' && isWhole ? withBlock(tree, statement, name[1], source.slice(start, end)) : [];
};

/** The statements down to the last that mentions the name go into a `with` block. */
function withBlock(tree: SyntaxTree, statement: NodeIndex, name: string, opened: string): FixCandidate[] {
  const { source } = tree;
  const mentions = new RegExp(`\\b${name}\\b`);
  let last = -1;
  const until = nextOf(tree, parentOf(tree, statement));
  for (let next = nextOf(tree, statement); next < until; next = nextOf(tree, next)) {
    if (mentions.test(textOf(tree, next))) last = next;
  }
  const from = source.indexOf('\n', endOf(tree, statement)) + 1;
  const to = last < 0 ? 0 : endOf(tree, last);
  const inside = source.slice(from, to);
  // Texts over several lines must not be moved, and what is closed by hand would be closed twice.
  const isOpen = new RegExp(`\\b(?:return|yield)\\s+${name}\\b|\\b${name}\\.close\\(`).test(inside);
  if (from === 0 || from > to || isOpen || /["']{3}|\\\n/.test(inside)) return [];
  const line = source.lastIndexOf('\n', startOf(tree, statement)) + 1;
  const unit = source.slice(line, startOf(tree, statement)).includes('\t') ? '\t' : '    ';
  const indented = inside.split('\n').map((each) => (each.trim() === '' ? each : unit + each));
  const edits = [
    { start: startOf(tree, statement), end: endOf(tree, statement), text: `with ${opened} as ${name}:` },
    { start: from, end: to, text: indented.join('\n') },
  ];
  return [{ description: 'Let `with` close it on every way out.', edits }];
}
