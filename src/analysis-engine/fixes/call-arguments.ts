// Arguments of a call as they are written: keywords and options set where they belong.
import { kindSet } from '../parsing/kind-sets.ts';
import {
  childByField,
  endOf,
  kindOf,
  type NodeIndex,
  namedChildrenOf,
  type SyntaxTree,
  startOf,
  textOf,
} from '../parsing/syntax-tree.ts';
import { indentationAt, quoteOf } from './code-style.ts';
import type { TextEdit } from './fix.ts';

export interface CallArguments {
  readonly call: NodeIndex;
  /** the list with its parentheses */
  readonly list: NodeIndex;
  /** without comments */
  readonly items: readonly NodeIndex[];
}

const isCall = kindSet(
  'call',
  'call_expression',
  'new_expression',
  'method_invocation',
  'object_creation_expression',
  'decorator',
);

/** Of the call that a node is, or wraps (`await f()`, `f();`). */
export function callArguments(tree: SyntaxTree, node: NodeIndex): CallArguments | null {
  let call = node;
  while (!isCall(tree, call)) {
    const inner = namedChildrenOf(tree, call).filter((child) => kindOf(tree, child) !== 'comment');
    if (inner.length !== 1) return null;
    call = inner[0];
  }
  if (kindOf(tree, call) === 'decorator') return null;
  const list = childByField(tree, call, 'arguments');
  if (list < 0 || !/arguments|argument_list/.test(kindOf(tree, list))) return null;
  const items = namedChildrenOf(tree, list).filter((child) => !/comment/.test(kindOf(tree, child)));
  return { call, list, items };
}

/** The edits that set keyword arguments; null where that is not possible. */
export function setKeywords(
  tree: SyntaxTree,
  call: CallArguments | null,
  keywords: ReadonlyMap<string, string>,
): TextEdit[] | null {
  if (call === null || call.items.some((item) => kindOf(tree, item) === 'dictionary_splat')) return null;
  const edits: TextEdit[] = [];
  const added: string[] = [];
  for (const [name, code] of keywords) {
    const present = call.items.find(
      (item) => kindOf(tree, item) === 'keyword_argument' && textOf(tree, childByField(tree, item, 'name')) === name,
    );
    if (present === undefined) added.push(`${name}=${code}`);
    else {
      const value = childByField(tree, present, 'value');
      edits.push({ start: startOf(tree, value), end: endOf(tree, value), text: code });
    }
  }
  if (added.length > 0) edits.push(appended(tree, call.list, call.items, added));
  return edits;
}

/** What most formatters leave on a line. */
const LONGEST_LINE = 88;

/** New items at the end of a list in brackets, on lines of their own where the others are. */
export function appended(
  tree: SyntaxTree,
  list: NodeIndex,
  items: readonly NodeIndex[],
  added: readonly string[],
): TextEdit {
  const { source } = tree;
  const last = items.at(-1);
  const close = endOf(tree, list) - 1;
  if (last === undefined) return { start: close, end: close, text: added.join(', ') };
  const between = source.slice(endOf(tree, last), close);
  const isBroken = source.slice(startOf(tree, list), startOf(tree, last)).includes('\n');
  // The bracket stands on a line of its own, or behind the last of several items that do.
  const isOneALine = standsOnLine(tree, last) && items.filter((item) => standsOnLine(tree, item)).length > 1;
  // Several items on one line go on there while it stays short.
  const lineStart = source.lastIndexOf('\n', startOf(tree, last)) + 1;
  const length = endOf(tree, last) - lineStart + added.join(', ').length + 3;
  const isShared = items.length > 1 && !standsOnLine(tree, last) && length <= LONGEST_LINE;
  const isMultiline = isBroken && !(isShared && !isOneALine) && (between.includes('\n') || isOneALine);
  const separator = isMultiline ? `,${lineBreak(source)}${indentationAt(source, startOf(tree, last))}` : ', ';
  const at = endOf(tree, last);
  return { start: at, end: at, text: added.map((each) => separator + each).join('') };
}

const lineBreak = (source: string): string => (source.includes('\r\n') ? '\r\n' : '\n');

/** The edits that set keys of an object argument; a missing object is added when it is the next argument. */
export function setOptions(
  tree: SyntaxTree,
  call: CallArguments | null,
  at: number,
  options: ReadonlyMap<string, string>,
): TextEdit[] | null {
  if (call === null) return null;
  const object = call.items[at];
  const written = [...options].map(([key, code]) => `${key}: ${code}`);
  if (object === undefined) {
    return call.items.length === at ? [appended(tree, call.list, call.items, [`{ ${written.join(', ')} }`])] : null;
  }
  return setKeys(tree, object, options);
}

/** The edits that set keys of an object literal. */
export function setKeys(tree: SyntaxTree, object: NodeIndex, options: ReadonlyMap<string, string>): TextEdit[] | null {
  if (!/^(?:object|dictionary)$/.test(kindOf(tree, object))) return null;
  const { source } = tree;
  const isPython = kindOf(tree, object) === 'dictionary';
  const items = namedChildrenOf(tree, object).filter((child) => !/comment/.test(kindOf(tree, child)));
  const edits: TextEdit[] = [];
  const added: string[] = [];
  for (const [key, code] of options) {
    const pair = items.find(
      (item) => kindOf(tree, item) === 'pair' && plainKey(tree, childByField(tree, item, 'key')) === key,
    );
    if (pair !== undefined) {
      const value = childByField(tree, pair, 'value');
      edits.push({ start: startOf(tree, value), end: endOf(tree, value), text: code });
    } else {
      const quote = quoteOf(source);
      added.push(`${isPython ? `${quote}${key}${quote}` : key}: ${code}`);
    }
  }
  if (added.length === 0) return edits;
  if (items.length > 0) return [...edits, appended(tree, object, items, added)];
  return [
    ...edits,
    {
      start: startOf(tree, object),
      end: endOf(tree, object),
      text: isPython ? `{${added.join(', ')}}` : `{ ${added.join(', ')} }`,
    },
  ];
}

/** The edits that set fields of a Go literal. */
export function setFields(tree: SyntaxTree, node: NodeIndex, fields: ReadonlyMap<string, string>): TextEdit[] | null {
  let literal = node;
  while (kindOf(tree, literal) !== 'composite_literal') {
    const inner = namedChildrenOf(tree, literal);
    if (inner.length !== 1) return null;
    literal = inner[0];
  }
  const body = childByField(tree, literal, 'body');
  const items = namedChildrenOf(tree, body).filter((child) => kindOf(tree, child) !== 'comment');
  if (items.some((item) => kindOf(tree, item) !== 'keyed_element')) return null;
  const edits: TextEdit[] = [];
  const added: string[] = [];
  for (const [name, code] of fields) {
    const present = items.find((item) => new RegExp(`^${name}\\s*:`).test(textOf(tree, item)));
    const value = present === undefined ? undefined : namedChildrenOf(tree, present).at(-1);
    if (value === undefined) added.push(`${name}: ${code}`);
    else edits.push({ start: startOf(tree, value), end: endOf(tree, value), text: code });
  }
  if (added.length === 0) return edits;
  return [...edits, ...alignedFields(tree, items, added), appended(tree, body, items, aligned(tree, items, added))];
}

/** Fields on lines of their own that follow each other have their values in one column. */
function columnOf(tree: SyntaxTree, items: readonly NodeIndex[]): readonly NodeIndex[] {
  const { source } = tree;
  const column: NodeIndex[] = [];
  for (const item of items.toReversed()) {
    const gap = column.length === 0 ? '\n' : source.slice(endOf(tree, item), startOf(tree, column[column.length - 1]));
    if (textOf(tree, item).includes('\n') || gap.split('\n').length !== 2) break;
    column.push(item);
  }
  return column;
}

const keyOf = (field: string): string => /^[^:]*:/.exec(field)?.[0] ?? '';

function widthOf(tree: SyntaxTree, items: readonly NodeIndex[], added: readonly string[]): number {
  const column = columnOf(tree, items);
  const isOnLines = column.length > 0 && added.length > 0 && standsOnLine(tree, column[0]);
  if (!isOnLines) return 0;
  const fields = [...column.map((item) => textOf(tree, item)), ...added];
  return Math.max(...fields.map((field) => keyOf(field).length)) + 1;
}

const standsOnLine = (tree: SyntaxTree, node: NodeIndex): boolean =>
  /\n[ \t]*$/.test(tree.source.slice(Math.max(0, startOf(tree, node) - 80), startOf(tree, node)));

function aligned(tree: SyntaxTree, items: readonly NodeIndex[], added: readonly string[]): string[] {
  const width = widthOf(tree, items, added);
  return added.map((field) => keyOf(field).padEnd(width) + field.slice(keyOf(field).length + (width === 0 ? 0 : 1)));
}

/** Edits of the fields that are there, where a longer one comes to them. */
function alignedFields(tree: SyntaxTree, items: readonly NodeIndex[], added: readonly string[]): TextEdit[] {
  const width = widthOf(tree, items, added);
  if (width === 0) return [];
  return columnOf(tree, items).flatMap((item) => {
    const text = textOf(tree, item);
    const key = keyOf(text);
    const blank = /^[ \t]*/.exec(text.slice(key.length))?.[0] ?? '';
    const start = startOf(tree, item) + key.length;
    const wanted = ' '.repeat(width - key.length);
    return blank === wanted ? [] : [{ start, end: start + blank.length, text: wanted }];
  });
}

const plainKey = (tree: SyntaxTree, key: NodeIndex): string => textOf(tree, key).replace(/^['"]|['"]$/g, '');
