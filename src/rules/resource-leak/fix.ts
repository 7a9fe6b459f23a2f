// Closes what was opened: `with` in Python, `defer` in Go.
import {
  endOf,
  type Fix,
  type FixCandidate,
  type FixContext,
  kindOf,
  linesAfter,
  type NodeIndex,
  namedChildrenOf,
  nextOf,
  parentOf,
  startOf,
  statementAround,
  textOf,
} from '../../analysis-engine/index.ts';

export const fix: Fix = (context) => {
  const { tree, node, source, start, end, language } = context;
  const statement = statementAround(tree, node);
  if (statement < 0) return [];
  const text = textOf(tree, statement);
  if (language === 'go') {
    const [, name, given] = /^(\w+)(?:,\s*(\w+))?\s*:?=/.exec(text) ?? [];
    // Whose error nobody looks at may be nothing that can be closed.
    if (given === '_') return [];
    const error = given ?? '_';
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
  return language === 'python' && isWhole ? withBlock(context, statement, name[1], source.slice(start, end)) : [];
};

const MOST_LINES = 15;

/** Whether one of the names stands in what follows the block in its function. */
function isUsedAfter(tree: FixContext['tree'], block: NodeIndex, names: readonly string[]): boolean {
  let around = block;
  while (around > 0 && !/^(?:function_definition|module)$/.test(kindOf(tree, around))) around = parentOf(tree, around);
  const rest = tree.source.slice(endOf(tree, block), endOf(tree, around));
  return names.some((name) => new RegExp(`\\b${name}\\b`).test(rest));
}

/** The statements down to the last that mentions the name go into a `with` block. */
function withBlock({ tree, repairs }: FixContext, statement: NodeIndex, name: string, opened: string): FixCandidate[] {
  const { source } = tree;
  let last = -1;
  const until = nextOf(tree, parentOf(tree, statement));
  const names = [name];
  for (let next = nextOf(tree, statement); next < until; next = nextOf(tree, next)) {
    const text = textOf(tree, next);
    const code = text.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '""');
    if (!names.some((each) => new RegExp(`\\b${each}\\b`).test(code))) continue;
    last = next;
    // What is made from it is of no use once it is closed.
    const made = /^(\w+)\s*=\s*(\w+)\.(?:cursor|makefile|execute|open\w*|stream)\(/.exec(text);
    if (made !== null && names.includes(made[2])) names.push(made[1]);
  }
  // A block of its own inside of another ends before the name is needed for the last time.
  if (isUsedAfter(tree, parentOf(tree, statement), names)) return [];
  const from = source.indexOf('\n', endOf(tree, statement)) + 1;
  const to = last < 0 ? 0 : endOf(tree, last);
  const inside = source.slice(from, to);
  // Texts over several lines must not be moved, and what is closed by hand would be closed twice.
  const isOpen = new RegExp(`\\b(?:return|yield)\\s+${name}\\b|\\b${name}\\.close\\(`).test(inside);
  // A function that is moved as a whole is for whoever knows it.
  if (inside.split('\n').length > MOST_LINES) return [];
  if (from === 0 || from > to || isOpen || /["']{3}|\\\n/.test(inside)) return [];
  const line = source.lastIndexOf('\n', startOf(tree, statement)) + 1;
  const unit = source.slice(line, startOf(tree, statement)).includes('\t') ? '\t' : '    ';
  const indented = inside.split('\n').map((each) => (each.trim() === '' ? each : unit + each));
  // `with` ends a transaction of these, and leaves them open.
  const isKeptOpen = /^(?:sqlite3|psycopg2|MySQLdb|pymysql)\./.test(opened);
  const place = { start: startOf(tree, statement), end: endOf(tree, statement) };
  const closing = isKeptOpen ? repairs.write(`#{contextlib:closing}(${opened})`, place) : { text: opened, edits: [] };
  if (closing === null) return [];
  const edits = [
    ...closing.edits,
    { ...place, text: `with ${closing.text} as ${name}:` },
    { start: from, end: to, text: indented.join('\n') },
  ];
  return [{ description: 'Let `with` close it on every way out.', edits }];
}
