// Hands the values of a query over beside its text, in the style that the library facts know of the call that runs it.

import type { ParameterStyle } from '../facts/library-fact.ts';
import { type ItemOf, type Sighting, type VariableUse, variableUse } from '../inspection/index.ts';
import type { Expression, Program } from '../ir.ts';
import { endOf, startOf } from '../parsing/syntax-tree.ts';
import { appended, callArguments, setOptions } from './call-arguments.ts';
import { sightingIn } from './expressions.ts';
import type { Fix, FixCandidate, FixContext, TextEdit } from './fix.ts';
import { preparedInstead, setValues } from './prepared-statement.ts';
import { calledName } from './program-outline.ts';
import { type ParameterisedQuery, parameterised } from './query-values.ts';

type Call = Sighting<ItemOf<'call'>>;

/** The call that runs the query, its text, and where the text is written. */
export interface QueryCall {
  readonly call: Call;
  readonly argument: Expression;
  /** the text itself: the argument, or the only value of the variable that is the argument */
  readonly query: Expression;
  readonly style: ParameterStyle;
}

/** A fix of queries that are put together as text. */
export const parameterisedQuery: Fix = (context) => {
  for (const found of queryCalls(context)) {
    const query = parameterised(context.program, found.query, found.style.placeholder);
    const edits = query === null ? null : handedOver(context, found, query);
    if (query === null || edits === null) continue;
    const values = query.values.length === 1 ? 'the value' : 'the values';
    const description = `Hand ${values} over beside the text of the query, so that nothing in it is read as a part of the query.`;
    const candidate: FixCandidate = {
      description,
      edits: [...query.edits, ...edits],
      replaces: ['execute', 'executeQuery', 'executeUpdate', 'executeLargeUpdate', 'format', 'Sprintf', 'concat'],
    };
    return [candidate];
  }
  return [];
};

/** What the finding warns of is the call, or the text that comes to one. */
function queryCalls(context: FixContext): QueryCall[] {
  const { program, start, end } = context;
  const found = sightingIn(program, start, end);
  if (found === undefined) return [];
  if (found.item.kind === 'call') {
    const known = withStyle(context, found as Call);
    if (known.length > 0) return known;
  }
  return runners(program, found).flatMap((call) => withStyle(context, call));
}

/** Calls that take the text: around it, or given the variable that it is assigned to. */
function runners(program: Program, text: Sighting): Call[] {
  for (let at: Sighting | null = text; at !== null; at = at.parent) {
    const { item } = at;
    if (!('kind' in item)) return [];
    if (item.kind === 'call' && at !== text) return [at as Call];
    if (item.kind === 'assign' && item.target.kind === 'variable') {
      const use = variableUse(program, at.definition, item.target.variable);
      return (use?.reads ?? []).flatMap(({ parent }) => (parent !== null && isCall(parent) ? [parent] : []));
    }
  }
  return [];
}

const isCall = (sighting: Sighting): sighting is Call => 'kind' in sighting.item && sighting.item.kind === 'call';

function withStyle(context: FixContext, call: Call): QueryCall[] {
  const { program, repairs, sinkName, source } = context;
  const styles = [sinkName ?? '', calledName(call.item.callee)].flatMap((name) => repairs.index.parameterStyles(name));
  const possible = styles
    .filter(({ when = '' }) => source.toLowerCase().includes(when.toLowerCase()))
    .filter(({ wrap }) => (wrap === undefined ? !isEngine(call.item.callee, source) : !isCursor(call.item.callee)));
  return ofDriver(possible, source).flatMap((style) => {
    const argument = call.item.arguments[style.text]?.value;
    const query = argument === undefined ? null : textOfQuery(program, call, argument, context);
    // Marks for values that are handed over already.
    if (query !== null && /placeholder|\bmarks?\b|'\?'|"\?"/i.test(codeOf(program, query))) return [];
    return argument === undefined || query === null ? [] : [{ call, argument, query, style }];
  });
}

/** Of several drivers that a file speaks of the one that it imports; where that leaves several ways to write a value, nobody knows. */
function ofDriver(styles: readonly ParameterStyle[], source: string): readonly ParameterStyle[] {
  const isOneWay = (those: readonly ParameterStyle[]): boolean =>
    those.every(({ placeholder, wrap }) => placeholder === those[0].placeholder && wrap === those[0].wrap);
  if (styles.some(({ when }) => when === undefined) || isOneWay(styles)) return styles;
  const imports = (source.match(/^.*\b(?:import|from|require)\b.*$/gm) ?? []).join('\n').toLowerCase();
  const imported = styles.filter(({ when = '' }) => imports.includes(when.toLowerCase()));
  return isOneWay(imported) ? imported : imported.filter(({ wrap }) => wrap !== undefined);
}

const codeOf = ({ tree }: Program, { node }: Expression): string =>
  tree.source.slice(startOf(tree, node), endOf(tree, node));

/** A cursor of a driver takes plain text, whatever else the file imports. */
const isCursor = (callee: Expression): boolean =>
  callee.kind === 'member' && /^(?:cur|curs|cursor|c)$|_cur(?:sor)?$/i.test(plainName(callee.object));

/** An engine of SQLAlchemy takes its own marks, whatever driver it talks to. */
const isEngine = (callee: Expression, source: string): boolean =>
  callee.kind === 'member' && /^(?:\w+_)?engine$/i.test(plainName(callee.object)) && source.includes('create_engine(');

function plainName(value: Expression): string {
  if (value.kind === 'variable') return value.variable.name;
  if (value.kind === 'global') return value.name;
  return value.kind === 'member' ? value.key : '';
}

/** A variable is followed when it is given one value and no other query is made of it. */
function textOfQuery(program: Program, call: Call, argument: Expression, { repairs }: FixContext): Expression | null {
  if (argument.kind !== 'variable') return argument;
  if (argument.variable.depth !== 0) return null;
  const use = variableUse(program, call.definition, argument.variable);
  if (use === undefined || use.isParameter || use.isUnstable || use.writes.length !== 1) return null;
  if (isRunElsewhere(use, call, (name) => repairs.index.parameterStyles(name).length > 0)) return null;
  const assignment = use.writes[0].parent?.item;
  if (
    assignment === undefined ||
    !('kind' in assignment) ||
    assignment.kind !== 'assign' ||
    assignment.operator !== null
  )
    return null;
  return assignment.value;
}

function isRunElsewhere(use: VariableUse, call: Call, isQuery: (name: string) => boolean): boolean {
  return use.reads.some(({ parent }) => {
    if (parent === null || parent.item === call.item) return false;
    return !isCall(parent) || isQuery(calledName(parent.item.callee));
  });
}

/** The edits that give the values to the call; null where there is no place for them. */
function handedOver(context: FixContext, found: QueryCall, query: ParameterisedQuery): TextEdit[] | null {
  const { program } = context;
  const { tree } = program;
  const { call, argument, style } = found;
  const codes = query.values.map(({ code }) => code);
  if (style.values === 'setters') return setValues(context, found, query);
  if (style.values === 'statement') return preparedInstead(context, found, query);
  const list = callArguments(tree, call.item.node);
  if (list === null) return null;
  const edits = wrapped(context, argument, style);
  if (edits === null) return null;
  if (style.values === 'key') {
    const set = setOptions(
      tree,
      list,
      style.text + 1,
      new Map([[style.key ?? 'replacements', `[${codes.join(', ')}]`]]),
    );
    return set === null ? null : [...edits, ...set];
  }
  const given = handed(style, query);
  const skip = style.skip ?? 0;
  const after = skip < 0 ? list.items.length - 1 : style.text + skip;
  const next = list.items[after + 1];
  // Values that are there already would have to be counted.
  if (
    next !== undefined &&
    /^[[({]/.test(tree.source.slice(startOf(tree, next))) &&
    !/=>/.test(tree.source.slice(startOf(tree, next), endOf(tree, next)).split('\n')[0])
  ) {
    if (!/^(?:\[\s*\]|\(\s*\))$/.test(tree.source.slice(startOf(tree, next), endOf(tree, next)))) return null;
    return [...edits, { start: startOf(tree, next), end: endOf(tree, next), text: given }];
  }
  // Values of a template of Spring that are a list stay one.
  const objects = list.items.find((item) =>
    /^new Object\[\]\s*\{/.test(tree.source.slice(startOf(tree, item), endOf(tree, item))),
  );
  if (objects !== undefined) {
    const [start, end] = [startOf(tree, objects), endOf(tree, objects)];
    if (!/\{\s*\}$/.test(tree.source.slice(start, end))) return null;
    return [...edits, { start, end, text: `new Object[] {${given}}` }];
  }
  const at = list.items[after];
  if (at === undefined) return null;
  if (next === undefined) return [...edits, appended(tree, list.list, list.items, [given])];
  if (program.language === 'python') return null;
  return [...edits, { start: endOf(tree, at), end: endOf(tree, at), text: `, ${given}` }];
}

function handed(style: ParameterStyle, query: ParameterisedQuery): string {
  const given = handedValues(style, query);
  return style.values === 'record' && style.key !== undefined ? `${style.key}=${given}` : given;
}

function handedValues({ values }: ParameterStyle, query: ParameterisedQuery): string {
  const codes = query.values.map(({ code }) => code);
  switch (values) {
    case 'tuple':
      return codes.length === 1 ? `(${codes[0]},)` : `(${codes.join(', ')})`;
    case 'record':
      return `{${query.values.map(({ name, code }) => `"${name}": ${code}`).join(', ')}}`;
    case 'arguments':
      return codes.join(', ');
    case 'keywords':
      return query.values.map(({ name, code }) => `${name}=${code}`).join(', ');
    default:
      return `[${codes.join(', ')}]`;
  }
}

/** The argument in the call that makes a statement of it, where the library has one. */
function wrapped({ program, repairs }: FixContext, argument: Expression, { wrap }: ParameterStyle): TextEdit[] | null {
  if (wrap === undefined) return [];
  const { tree } = program;
  const [start, end] = [startOf(tree, argument.node), endOf(tree, argument.node)];
  const written = repairs.write(wrap, { start, end });
  if (written === null) return null;
  return [...written.edits, { start, end: start, text: `${written.text}(` }, { start: end, end, text: ')' }];
}
