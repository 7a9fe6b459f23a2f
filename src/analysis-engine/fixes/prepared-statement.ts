// JDBC: the values of a query are set on a prepared statement, one that is there or one that takes a plain one's place.
import { variableUse } from '../inspection/index.ts';
import { endOf, kindOf, nextOf, parentOf, startOf, textOf } from '../parsing/syntax-tree.ts';
import { callArguments } from './call-arguments.ts';
import { blockEndOf, linesAfter, linesBefore, statementAround } from './code-style.ts';
import type { FixContext, TextEdit } from './fix.ts';
import { namesIn } from './identifiers.ts';
import type { QueryCall } from './query-fix.ts';
import type { ParameterisedQuery, QueryValue } from './query-values.ts';

/** `s = c.prepareStatement(sql)`: the values are set just after it. */
export function setValues(context: FixContext, { call }: QueryCall, query: ParameterisedQuery): TextEdit[] | null {
  const { tree } = context;
  // Numbers of placeholders behind the new ones would change.
  if (query.placeholders.after > 0) return null;
  const assignment = call.parent?.item;
  if (assignment === undefined || !('kind' in assignment) || assignment.kind !== 'assign') return null;
  if (assignment.target.kind !== 'variable') return null;
  const lines = setters(context, call, assignment.target.variable.name, query);
  const edit = linesAfter(tree, call.item.node, lines);
  return edit === null ? null : [edit];
}

/** `s.executeQuery(sql)` of a plain statement: one that is prepared on the same connection runs it. */
export function preparedInstead(
  context: FixContext,
  { call }: QueryCall,
  query: ParameterisedQuery,
): TextEdit[] | null {
  const { tree, program, source } = context;
  const { callee } = call.item;
  const list = callArguments(tree, call.item.node);
  if (callee.kind !== 'member' || callee.object.kind !== 'variable' || list === null) return null;
  const statement = callee.object;
  const use = variableUse(program, call.definition, statement.variable);
  const around = statementAround(tree, call.item.node);
  if (use === undefined || around < 0 || statement.variable.depth !== 0) return null;
  const place = { start: startOf(tree, around), end: endOf(tree, around) };
  const type = context.repairs.write(
    '#{java.sql.PreparedStatement}',
    placeOfType(source, use.writes[0]?.item.node ?? -1, tree),
  );
  if (type === null) return null;
  const name = freeName(context);
  const rest = list.items.slice(1).map((item) => textOf(tree, item));
  const text = textOf(tree, list.items[0]);
  // A text that is changed in place is moved to the new statement with its changes.
  const isInline = query.edits.some(
    ({ start }) => start >= startOf(tree, list.items[0]) && start < endOf(tree, list.items[0]),
  );
  if (isInline) return null;
  const variable = textOf(tree, statement.node);
  const prepare = `${type.text} ${name} = ${variable}.getConnection().prepareStatement(${[text, ...rest].join(', ')});`;
  const before = linesBefore(tree, call.item.node, [prepare, ...setters(context, call, name, query)]);
  if (before === null) return null;
  // What is asked of the statement afterwards is asked of the one that ran.
  const later = use.reads
    .map(({ item }) => item.node)
    .filter(
      (node) =>
        startOf(tree, node) >= place.start &&
        node !== statement.node &&
        !/^\s*\.\s*close\(/.test(source.slice(endOf(tree, node))),
    );
  const closing = closedAtEnd(context, around, name, later);
  if (closing === null) return null;
  const [first, last] = [list.items[0], list.items[list.items.length - 1]];
  return [
    ...type.edits,
    before,
    closing,
    ...[statement.node, ...later].map((node) => ({ start: startOf(tree, node), end: endOf(tree, node), text: name })),
    { start: startOf(tree, first), end: endOf(tree, last), text: '' },
  ];
}

/** It is closed at the end of the block; null where it is still used behind it, or the block ends in another way. */
function closedAtEnd(
  { tree, source }: FixContext,
  statement: number,
  name: string,
  uses: readonly number[],
): TextEdit | null {
  const end = blockEndOf(tree, statement);
  if (uses.some((node) => startOf(tree, node) > end)) return null;
  let last = statement;
  for (let next = statement; next < nextOf(tree, parentOf(tree, statement)); next = nextOf(tree, next)) {
    if (startOf(tree, next) < end && !/comment/.test(kindOf(tree, next))) last = next;
  }
  if (/^(?:return|throw|break|continue)_statement$/.test(kindOf(tree, last))) return null;
  const line = source.lastIndexOf('\n', startOf(tree, statement)) + 1;
  const indentation = /^[ \t]*/.exec(source.slice(line))?.[0] ?? '';
  return { start: end, end, text: `\n${indentation}${name}.close();` };
}

/** The declaration says whether the file writes names of types in full. */
function placeOfType(source: string, declared: number, tree: FixContext['tree']): { start: number; end: number } {
  if (declared < 0) return { start: 0, end: 0 };
  const end = startOf(tree, declared);
  return { start: source.lastIndexOf('\n', end) + 1, end };
}

function freeName({ tree }: FixContext): string {
  const names = namesIn(tree);
  return ['prepared', 'preparedStatement', 'preparedQuery'].find((name) => !names.has(name)) ?? 'preparedStatement2';
}

function setters(context: FixContext, call: QueryCall['call'], statement: string, query: ParameterisedQuery): string[] {
  return query.values.map((value, index) => {
    const setter = isString(context, call, value) ? 'setString' : 'setObject';
    return `${statement}.${setter}(${query.placeholders.before + index + 1}, ${value.code});`;
  });
}

/** The value is a text, by its declared type or since it is joined to one. */
function isString(
  { program, source, tree }: FixContext,
  call: QueryCall['call'],
  { expression, isText }: QueryValue,
): boolean {
  if (isText) return true;
  if (expression.kind !== 'variable')
    return (
      expression.kind === 'call' && expression.callee.kind === 'member' && expression.callee.key === 'getParameter'
    );
  const use = variableUse(program, call.definition, expression.variable);
  return (use?.writes ?? []).some(({ item }) => {
    const line = source.slice(source.lastIndexOf('\n', startOf(tree, item.node)) + 1, startOf(tree, item.node));
    return /\bString\s+(?:[\w$]+\s*,\s*)*$/.test(line) || ('type' in item && item.type === 'string');
  });
}
