// What the pass meets on its way that may be a bug: conditions that can go one way only, members of nothing, results that
// nobody takes. Noted only where a rule listens, by node and over all runs; what is not the same in every run is no event.

import { variableUse } from '../inspection/variables.ts';
import type { Expression, Program, Variable } from '../ir.ts';
import { childrenOf, kindOf, type NodeIndex, textOf } from '../parsing/syntax-tree.ts';
import type { FlowEvent, Rule } from '../rule.ts';
import type { Frame } from './frame.ts';
import { constantOf, constantsValue, constantValue, typeOf, type Value } from './value.ts';

/** How the value of a variable came to be known, in the frame where it did. */
interface Knowledge {
  readonly frame: Frame;
  readonly how: 'assigned' | 'tested';
  /** what it was compared with strictly, in languages with more than one kind of nothing */
  readonly strictly: string | null;
}

export interface EventLog {
  readonly program: Program;
  /** by syntax node: which of the outcomes below were seen */
  readonly outcomes: Uint16Array;
  readonly known: Map<Value, Knowledge>;
}

/** Outcomes of one node, over all runs. */
const IS_NULL = 1;
const IS_SOMETHING = 2;
const IS_TRUE = 4;
const IS_FALSE = 8;
const IS_EITHER = 16;
const DIVIDES_BY_ZERO = 32;
const IS_UNUSED = 64;
const WAS_ASSIGNED = 128;
const OPENS = 256;

/** A log when one of the rules listens; null otherwise, and then nothing is noted. */
export function createEventLog(program: Program, rules: readonly Rule[]): EventLog | null {
  if (!rules.some((rule) => (rule.events?.length ?? 0) > 0)) return null;
  return { program, outcomes: new Uint16Array(program.tree.count), known: new Map() };
}

type Operation = Extract<Expression, { kind: 'operation' }>;
type Link = Extract<Expression, { kind: 'member' | 'index' | 'call' }>;

/** A member is read of what a local variable holds, or a method of it called. */
export function noteAccess(log: EventLog, frame: Frame, link: Link, object: Expression, value: Value): void {
  if (object.kind !== 'variable' || !isFollowed(log, frame, object.variable)) return;
  log.outcomes[link.node] |= isKnownNull(log, frame, object.variable, value) ? IS_NULL : IS_SOMETHING;
}

function isKnownNull(log: EventLog, frame: Frame, variable: Variable, value: Value): boolean {
  if (value.constants === null || !value.constants.includes(null)) return false;
  if (!value.constants.every((constant) => !constant)) return false;
  return log.known.get(value)?.frame === frame && isStable(log, frame, variable);
}

/** Only variables of the function that runs, in the analysed file. */
function isFollowed(log: EventLog, frame: Frame, variable: Variable): boolean {
  return variable.depth === 0 && frame.instance.program === log.program;
}

/** Nothing else can write the variable. */
function isStable(log: EventLog, frame: Frame, variable: Variable): boolean {
  return variableUse(log.program, frame.definition, variable)?.isUnstable === false;
}

/** A condition was decided, or not. */
export function noteCondition(log: EventLog, frame: Frame, condition: Expression, truth: boolean | undefined): void {
  if (frame.instance.program !== log.program) return;
  if (condition.kind === 'operation' && (condition.operator === 'and' || condition.operator === 'or')) return;
  let outcome = IS_EITHER;
  if (truth !== undefined) {
    const how = knowledgeOf(log, frame, condition);
    if (how !== null) outcome = (truth ? IS_TRUE : IS_FALSE) | (how === 'assigned' ? WAS_ASSIGNED : 0);
  }
  log.outcomes[condition.node] |= outcome;
}

/** How everything in a condition came to be known in this very call; null when it is known otherwise, or constant. */
function knowledgeOf(log: EventLog, frame: Frame, condition: Expression): Knowledge['how'] | null {
  switch (condition.kind) {
    case 'variable': {
      if (!isFollowed(log, frame, condition.variable)) return null;
      const value = frame.values.get(condition.variable.slot);
      const knowledge = value === undefined ? undefined : log.known.get(value);
      return knowledge?.frame === frame && isStable(log, frame, condition.variable) ? knowledge.how : null;
    }
    case 'operation': {
      if (asksForKind(log, frame, condition)) return null;
      let how: Knowledge['how'] | null = null;
      for (const operand of condition.operands) {
        if (operand.kind === 'constant') continue;
        const known = knowledgeOf(log, frame, operand);
        if (known === null) return null;
        how = how === 'assigned' ? how : known;
      }
      return how;
    }
    default:
      return null;
  }
}

/** `x === undefined` of what is known to be nothing, but not which kind of nothing. */
function asksForKind(log: EventLog, frame: Frame, condition: Operation): boolean {
  const [place, nothing] = condition.operands;
  if (nothing?.kind !== 'constant' || nothing.value !== null || place.kind !== 'variable') return false;
  const asked = strictConstant(log, condition);
  const value = frame.values.get(place.variable.slot);
  return asked !== null && value !== undefined && log.known.get(value)?.strictly !== asked;
}

/** The constant that is compared with by `===` or `!==`, as it is spelled. */
function strictConstant({ program: { tree, language } }: EventLog, condition: Operation): string | null {
  if (!language.endsWith('script')) return null;
  const match = /[!=]==\s*(\w+)\s*$/.exec(textOf(tree, condition.node));
  return match === null ? null : match[1];
}

/** A literal was assigned to a variable: from here to the next assignment its value is known. */
export function noteAssignment(log: EventLog, frame: Frame, value: Value): void {
  if (frame.instance.program === log.program) log.known.set(value, { frame, how: 'assigned', strictly: null });
}

/** A division; `%` on a text is formatting, and in Python on whatever is not known to be a number. */
export function noteDivision(log: EventLog, frame: Frame, operation: Operation, values: readonly Value[]): void {
  const [left, divisor] = values;
  if (divisor === undefined || frame.instance.program !== log.program) return;
  const isZero =
    constantOf(divisor) === 0 &&
    typeOf(left) !== 'string' &&
    !(operation.operator === '%' && log.program.language === 'python' && typeOf(left) !== 'number') &&
    operation.operands[0].kind !== 'constant' &&
    isWrittenHere(log, frame, operation.operands[1]);
  log.outcomes[operation.node] |= isZero ? DIVIDES_BY_ZERO : IS_SOMETHING;
}

/** `1 / 0` is written on purpose. */
function isWrittenHere(log: EventLog, frame: Frame, expression: Expression): boolean {
  return expression.kind === 'constant' || knowledgeOf(log, frame, expression) !== null;
}

/** A call that only computes a result, of which nothing becomes. */
export function noteUnused(log: EventLog, frame: Frame, node: NodeIndex): void {
  if (frame.instance.program === log.program) log.outcomes[node] |= IS_UNUSED;
}

/** A call whose result must be closed again. */
export function noteOpened(log: EventLog, frame: Frame, node: NodeIndex): void {
  if (frame.instance.program === log.program) log.outcomes[node] |= OPENS;
}

/** Writes what a condition tells of plain local variables into the frame, and remembers that it was tested here. */
export function learn(log: EventLog, frame: Frame, condition: Expression, truth: boolean): void {
  if (condition.kind === 'variable') {
    learnTruth(log, frame, condition.variable, truth);
    return;
  }
  if (condition.kind !== 'operation') return;
  const { operator, operands } = condition;
  if (operator === 'not') learn(log, frame, operands[0], !truth);
  else if (operator === 'and' || operator === 'or') {
    if ((operator === 'and') === truth) for (const operand of operands) learn(log, frame, operand, truth);
  } else if (isEquality(operator, truth)) learnEqual(log, frame, condition);
}

function isEquality(operator: string, truth: boolean): boolean {
  return truth ? operator === '==' || operator === 'is' : operator === '!=' || operator === 'is-not';
}

function learnEqual(log: EventLog, frame: Frame, condition: Operation): void {
  const [left, right] = condition.operands;
  const [place, other] = left.kind === 'constant' ? [right, left] : [left, right];
  if (place.kind !== 'variable' || other.kind !== 'constant') return;
  write(log, frame, place.variable, constantValue(other.value, other.type ?? null), strictConstant(log, condition));
}

function learnTruth(log: EventLog, frame: Frame, variable: Variable, truth: boolean): void {
  if (variable.depth > 0) return;
  const value = frame.values.get(variable.slot);
  if (value === undefined || value.constants !== null) return;
  const type = typeOf(value);
  // Python's and TypeScript's annotations may name one type of several.
  if (type === 'boolean' && /^(java|go)$/.test(log.program.language)) write(log, frame, variable, constantValue(truth));
  // In JavaScript every object is true; elsewhere an empty collection is not.
  else if (!truth && type === null && log.program.language.endsWith('script'))
    write(log, frame, variable, constantsValue(FALSY));
}

const FALSY = [null, false, 0, ''] as const;

function write(log: EventLog, frame: Frame, variable: Variable, value: Value, strictly: string | null = null): void {
  if (!isFollowed(log, frame, variable)) return;
  if (!isStable(log, frame, variable)) return;
  // What is known better stays; what was narrowed to the same a moment ago is replaced by what is known to be tested.
  const before = frame.values.get(variable.slot);
  if (before !== undefined && before.constants !== null) {
    if (log.known.get(before)?.frame === frame || !isSameConstant(before, value)) return;
  }
  log.known.set(value, { frame, how: 'tested', strictly });
  frame.values.set(variable.slot, value);
}

function isSameConstant(a: Value, b: Value): boolean {
  const constant = constantOf(a);
  return constant !== undefined && constant === constantOf(b);
}

const TELLING: ReadonlySet<string> = new Set(['==', '!=', 'is', 'is-not', 'not']);

/** Whether `learn` may write anything: the state is copied first where other paths go on with it. */
export function mayLearn(condition: Expression): boolean {
  if (condition.kind === 'variable') return true;
  return condition.kind === 'operation' && TELLING.has(condition.operator);
}

/** The events of a finished pass, in source order. */
export function eventsOf(log: EventLog): FlowEvent[] {
  const events: FlowEvent[] = [];
  const { program, outcomes } = log;
  for (let node = 0; node < outcomes.length; node++) {
    const seen = outcomes[node];
    if (seen === 0) continue;
    if ((seen & (IS_NULL | IS_SOMETHING)) === IS_NULL && !isOptional(program, node))
      events.push({ kind: 'null-access', node, detail: '' });
    if ((seen & DIVIDES_BY_ZERO) !== 0 && (seen & IS_SOMETHING) === 0)
      events.push({ kind: 'zero-division', node, detail: '' });
    if ((seen & OPENS) !== 0) events.push({ kind: 'open-resource', node, detail: '' });
    if ((seen & IS_UNUSED) !== 0) events.push({ kind: 'unused-result', node, detail: '' });
    const truth = seen & (IS_TRUE | IS_FALSE | IS_EITHER);
    if (truth === IS_TRUE || truth === IS_FALSE) {
      const kind = (seen & WAS_ASSIGNED) !== 0 ? 'constant-by-assignment' : 'constant-by-test';
      events.push({ kind, node, detail: truth === IS_TRUE ? 'true' : 'false' });
    }
  }
  return events;
}

/** `a?.b` asks first. */
function isOptional({ tree }: Program, node: NodeIndex): boolean {
  const inner = childrenOf(tree, node).concat(childrenOf(tree, node + 1 < tree.count ? node + 1 : node));
  return inner.some((child) => /^(optional_chain|\?\.)$/.test(kindOf(tree, child)));
}
