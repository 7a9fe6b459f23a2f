// Queries made by formatting: `"… %s" % (a, b)`, `"… {}".format(a)`, `String.format("… %s", a)`, `fmt.Sprintf("… %s", a)`.
import type { Expression, Program } from '../ir.ts';
import { endOf, startOf } from '../parsing/syntax-tree.ts';
import { isFormatting } from './expressions.ts';
import type { TextEdit } from './fix.ts';
import { type ParameterisedQuery, type QueryValue, valueFor, written } from './query-values.ts';
import { placeOfValue } from './sql-text.ts';

interface Formatted {
  readonly text: Expression;
  readonly values: readonly Expression[];
  /** what stands for a value in the text */
  readonly marks: RegExp;
}

/** null when the query is not made by formatting, or not every value can be handed over. */
export function formattedQuery(program: Program, query: Expression, placeholder: string): ParameterisedQuery | null {
  const formatted = formattedParts(query);
  if (formatted === null) return null;
  const { tree } = program;
  const { source } = tree;
  const [start, end] = [startOf(tree, formatted.text.node), endOf(tree, formatted.text.node)];
  const literal = source.slice(start, end);
  const marks = [...literal.matchAll(formatted.marks)];
  if (!/^[uU]?["'`]/.test(literal) || marks.length !== formatted.values.length || marks.length === 0) return null;
  if (/%%|\{\{|\}\}/.test(literal) || (placeholder === '%s' && literal.replaceAll(formatted.marks, '').includes('%')))
    return null;
  const edits: TextEdit[] = [];
  const values: QueryValue[] = [];
  let code = '';
  let done = 0;
  const head = /^[uU]?("""|'''|"|'|`)/.exec(literal)?.[0].length ?? 1;
  for (const [index, mark] of marks.entries()) {
    const at = mark.index;
    const before = literal.slice(head, at).replaceAll(formatted.marks, '0');
    const place = placeOfValue(before, literal.slice(at + mark[0].length, -1));
    if (place === null) return null;
    const value = valueFor(program, formatted.values[index], place.before.slice(1), place.after.slice(0, -1), values);
    code += literal.slice(done, at - place.before.length) + written(placeholder, index + 1, value.name);
    done = at + mark[0].length + place.after.length;
    values.push(value);
  }
  code += literal.slice(done);
  edits.push({ start: startOf(tree, query.node), end: endOf(tree, query.node), text: code });
  return { edits, values, placeholders: { before: 0, after: 0 } };
}

function formattedParts(query: Expression): Formatted | null {
  if (query.kind === 'operation' && isFormatting(query)) {
    const [text, given] = query.operands;
    if (given === undefined || given.kind === 'record' || text.kind !== 'constant') return null;
    const values = given.kind === 'list' ? given.items.map((item) => item.value) : [given];
    return { text, values, marks: /%[sdrif]/g };
  }
  if (query.kind !== 'call' || query.callee.kind !== 'member' || query.construction) return null;
  const { key, object } = query.callee;
  const plain = query.arguments.every(({ name, spread }) => name === null && spread === 'none');
  if (!plain) return null;
  const values = query.arguments.map(({ value }) => value);
  if (key === 'format' && object.kind === 'constant') return { text: object, values, marks: /\{\d?\}/g };
  if ((key === 'format' || key === 'Sprintf') && values[0]?.kind === 'constant')
    return { text: values[0], values: values.slice(1), marks: /%[sdvq]/g };
  return null;
}
