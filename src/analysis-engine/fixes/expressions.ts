// The IR as fixes look at it: expressions by their range, what a text is put together from, what carries a step of a trace.
import { type ItemOf, type Sighting, sightingsOf } from '../inspection/index.ts';
import type { Expression, Program } from '../ir.ts';
import { endOf, type NodeIndex, startOf } from '../parsing/syntax-tree.ts';
import type { FixStep } from './fix.ts';

type Composite =
  | 'call'
  | 'operation'
  | 'text'
  | 'assign'
  | 'variable'
  | 'return'
  | 'list'
  | 'member'
  | 'index'
  | 'record';
const COMPOSITES: readonly Composite[] = [
  'variable',
  'member',
  'index',
  'list',
  'record',
  'text',
  'operation',
  'call',
  'assign',
  'return',
];

type ExpressionSighting = Sighting<ItemOf<Composite>>;

const KNOWN = new WeakMap<Program, ReadonlyMap<string, ExpressionSighting>>();

function byRange(program: Program): ReadonlyMap<string, ExpressionSighting> {
  let known = KNOWN.get(program);
  if (known === undefined) {
    const { tree } = program;
    const ranges = new Map<string, ExpressionSighting>();
    for (const kind of COMPOSITES) {
      for (const sighting of sightingsOf(program, kind)) {
        if (sighting.isTarget) continue;
        const { node } = sighting.item;
        ranges.set(`${startOf(tree, node)} ${endOf(tree, node)}`, sighting as ExpressionSighting);
      }
    }
    known = ranges;
    KNOWN.set(program, known);
  }
  return known;
}

/** What stands in exactly this range; of several the outermost kind. */
export function sightingIn(program: Program, start: number, end: number): ExpressionSighting | undefined {
  return byRange(program).get(`${start} ${end}`);
}

export const sightingOf = (program: Program, node: NodeIndex): ExpressionSighting | undefined =>
  sightingIn(program, startOf(program.tree, node), endOf(program.tree, node));

/** The call in a range. */
export function callIn(program: Program, start: number, end: number): Sighting<ItemOf<'call'>> | null {
  const found = sightingIn(program, start, end);
  return found?.item.kind === 'call' ? (found as Sighting<ItemOf<'call'>>) : null;
}

/** Names of calls that put a text together from their arguments. */
const FORMATS = /^(?:format|formatted|Sprintf|Fprintf|Sprint|Fprint|printf|concat|join|append|add|Printf)$/;

/** `"… %s" % values` */
export function isFormatting({ operator, operands: [first] }: ItemOf<'operation'>): boolean {
  return (
    operator === 'format' ||
    (operator === '%' && (first.kind === 'text' || (first.kind === 'constant' && typeof first.value === 'string')))
  );
}

/** The parts of a text that are not written in the code. */
export function dynamicParts(expression: Expression): Expression[] {
  const parts: Expression[] = [];
  const pending: Expression[] = [expression];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (at.kind === 'operation' && at.operator === '+' && !isCount(at)) pending.unshift(...at.operands);
    else if (at.kind === 'operation' && at.operator === 'format')
      pending.unshift(...at.operands.slice(1).flatMap(valuesOf));
    else if (at.kind === 'operation' && at.operator === '%' && isFormatting(at))
      pending.unshift(...at.operands.slice(1).flatMap(valuesOf));
    else if (at.kind === 'text') pending.unshift(...at.parts);
    else if (at.kind === 'assign' && at.operator === '+') pending.unshift(at.value);
    else if (at.kind === 'call' && at.callee.kind === 'member' && isFormatCall(at.callee) && !at.construction)
      pending.unshift(...at.arguments.flatMap(({ value }) => valuesOf(value)));
    else if (at.kind !== 'constant') parts.push(at);
  }
  return parts;
}

/** `', '.join(names)` makes one text of a list, of which there is no part that stands in the code. */
const isFormatCall = ({ key, object }: Extract<Expression, { kind: 'member' }>): boolean =>
  FORMATS.test(key) && !(key === 'join' && object.kind === 'constant');

/** `length + 1` adds, and joins nothing. */
const isCount = ({ operands }: ItemOf<'operation'>): boolean =>
  operands.some((operand) => operand.kind === 'constant' && typeof operand.value === 'number') &&
  operands.every(
    (operand) => operand.kind !== 'text' && !(operand.kind === 'constant' && typeof operand.value === 'string'),
  );

function valuesOf(value: Expression): readonly Expression[] {
  if (value.kind === 'list') return value.items.map((item) => item.value);
  if (value.kind === 'record') return value.entries.map((entry) => ('spread' in entry ? entry.spread : entry.value));
  return [value];
}

/** The texts written in an expression. */
export function constantTexts(expression: Expression): string[] {
  const texts: string[] = [];
  const pending: Expression[] = [expression];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (at.kind === 'constant') texts.push(String(at.value));
    else if (at.kind === 'operation') pending.push(...at.operands);
    else if (at.kind === 'text') pending.push(...at.parts);
    else if (at.kind === 'assign') pending.push(at.value);
    else if (at.kind === 'call') {
      if (at.callee.kind === 'member') pending.push(at.callee.object);
      pending.push(...at.arguments.map(({ value }) => value));
    }
  }
  return texts;
}

/** Whether what a step of a trace speaks of is in an expression: it stands there, or the variable that it went into does. */
export function carries(program: Program, expression: Expression, step: FixStep): boolean {
  const { tree } = program;
  const [start, end] = [startOf(tree, expression.node), endOf(tree, expression.node)];
  if (startOf(tree, step.node) >= start && endOf(tree, step.node) <= end) return true;
  const text = tree.source.slice(start, end);
  const label = step.label.replace(/^.*\.|\(.*$/g, '');
  return (
    step.event !== 'source' &&
    /^[\w$]+$/.test(label) &&
    new RegExp(`(?<![\\w$])${label.replaceAll('$', '\\$')}(?![\\w$])`).test(text)
  );
}

/** Where an expression stands. */
export const placeOf = (program: Program, { node }: Expression): { readonly start: number; readonly end: number } => ({
  start: startOf(program.tree, node),
  end: endOf(program.tree, node),
});
