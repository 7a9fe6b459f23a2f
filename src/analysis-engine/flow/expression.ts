// Evaluates an expression in a frame. Calls stay inside expressions, so that short circuits and conditionals fall out.
import type { Constant, Expression, Operator, TypeName, Variable } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { assign } from './assignment.ts';
import { spend } from './budget.ts';
import { evaluateCall, evaluateCallOf } from './call.ts';
import { anyChild, childOf, normaliseKey } from './children.ts';
import { evaluateClass, superOf } from './classes.ts';
import { evaluateComprehension, evaluateElement, evaluateList, evaluateRecord } from './collections.ts';
import { checkText } from './composed-texts.ts';
import { type EventLog, mayLearn, noteAccess, noteCondition, noteDivision } from './events.ts';
import { type Frame, frameAt, joinStates, selfOf } from './frame.ts';
import { evaluateFunction } from './functions.ts';
import { derive, join, joinOptional } from './join.ts';
import { readMember } from './members.ts';
import { memberOfModule } from './modules.ts';
import { readGlobal, readImport, resolveType } from './names.ts';
import { asType, concatenate, operate } from './operations.ts';
import type { Pass } from './pass.ts';
import { refine } from './refine.ts';
import { checkSqlText } from './sql-texts.ts';
import type { State } from './state.ts';
import { fork } from './steps.ts';
import { evaluateTagged } from './tagged-text.ts';
import { checkTextFacts } from './text-facts.ts';
import { extendTrace } from './trace.ts';
import {
  constantOf,
  constantValue,
  truthOf,
  UNKNOWN,
  UNKNOWN_BOOLEAN,
  type Value,
  withTrace,
  withType,
} from './value.ts';

/** The value of an expression. Deep nesting and an empty budget give "unknown", with a notice. */
export function evaluate(pass: Pass, frame: Frame, expression: Expression): Value {
  if (!spend(pass.budget, 1)) return UNKNOWN;
  if (pass.nesting >= LIMITS.nesting) {
    pass.budget.hit.add('nesting');
    return UNKNOWN;
  }
  pass.nesting++;
  const value = isLink(expression) ? evaluateChain(pass, frame, expression) : evaluateKind(pass, frame, expression);
  pass.nesting--;
  return value;
}

type Link = Extract<Expression, { kind: 'member' | 'index' | 'call' }>;

function isLink(expression: Expression): expression is Link {
  return expression.kind === 'member' || expression.kind === 'index' || expression.kind === 'call';
}

/** What a link is a member, an element or a method call of; null when it begins a chain. */
function objectOf(link: Link): Expression | null {
  if (link.kind !== 'call') return link.object;
  return link.callee.kind === 'member' && !link.construction ? link.callee.object : null;
}

/** `a.b().c[d]…` from the inside out in a loop: such chains are as long as their authors like. */
function evaluateChain(pass: Pass, frame: Frame, last: Link): Value {
  let link = last;
  let object = objectOf(link);
  if (object === null || !isLink(object)) return evaluateFirst(pass, frame, link, object);
  const links = [link];
  while (object !== null && isLink(object)) {
    link = object;
    links.push(link);
    object = objectOf(link);
  }
  spend(pass.budget, links.length);
  let value = evaluateFirst(pass, frame, link, object);
  for (let index = links.length - 2; index >= 0; index--) value = evaluateLink(pass, frame, links[index], value);
  return value;
}

/** The innermost link. Of a module of the project only the member that is wanted is looked up. */
function evaluateFirst(pass: Pass, frame: Frame, link: Link, object: Expression | null): Value {
  if (object === null) return evaluateLink(pass, frame, link, null);
  if (object.kind === 'import' && object.name === null && link.kind !== 'index') {
    const key = keyOfLink(link);
    const member = key === null ? null : memberOfModule(pass, frame.instance, object.module, key);
    if (member !== null && link.kind === 'member') return member;
    if (member !== null && link.kind === 'call') return evaluateCallOf(pass, frame, link, member);
  }
  return evaluateLink(pass, frame, link, evaluate(pass, frame, object));
}

function keyOfLink(link: Link): string | null {
  if (link.kind === 'member') return link.key;
  return link.kind === 'call' && link.callee.kind === 'member' ? link.callee.key : null;
}

function evaluateLink(pass: Pass, frame: Frame, link: Link, object: Value | null): Value {
  if (pass.events !== null && object !== null) noteObject(pass.events, frame, link, object);
  if (link.kind === 'call') return evaluateCall(pass, frame, link, object);
  if (link.kind === 'member') {
    if (link.object.kind === 'super') return readSuperMember(pass, frame, link, object ?? UNKNOWN);
    return readMember(pass, frame, link.node, object ?? UNKNOWN, link.key);
  }
  const index = evaluate(pass, frame, link.index);
  return readIndex(pass, frame, link, object ?? UNKNOWN, index);
}

function noteObject(log: EventLog, frame: Frame, link: Link, value: Value): void {
  const object = objectOf(link);
  if (object !== null) noteAccess(log, frame, link, object, value);
}

function readSuperMember(pass: Pass, frame: Frame, link: Extract<Link, { kind: 'member' }>, self: Value): Value {
  return readMember(pass, frame, link.node, self, link.key);
}

function readIndex(
  pass: Pass,
  frame: Frame,
  link: Extract<Link, { kind: 'index' }>,
  object: Value,
  index: Value,
): Value {
  const key = constantOf(index);
  if (key === undefined || key === null) return anyChild(object);
  if (typeof key === 'string') {
    const constant = constantOf(object);
    // `o["name"]` is `o.name` in JavaScript; elsewhere members and entries live side by side.
    return constant === undefined && object.kids === null && !frame.instance.program.language.startsWith('python')
      ? readMember(pass, frame, link.node, object, key)
      : childOf(object, normaliseKey(key));
  }
  const text = constantOf(object);
  if (typeof text === 'string' && typeof key === 'number') {
    const character = text.at(key);
    return character === undefined ? UNKNOWN : constantValue(character);
  }
  return childOf(object, normaliseKey(key));
}

function evaluateKind(pass: Pass, frame: Frame, expression: Exclude<Expression, Link>): Value {
  switch (expression.kind) {
    case 'variable':
      if (expression.variable.depth === 0) return frame.values.get(expression.variable.slot) ?? UNKNOWN;
      return readOuter(pass, frame, expression.variable);
    case 'constant':
      return constantValue(expression.value, expression.type ?? null);
    case 'global':
      return readGlobal(pass, frame, expression.node, expression.name);
    case 'import':
      return readImport(pass, frame, expression.node, expression.module, expression.name);
    case 'this':
      return readThis(frame);
    case 'super':
      return superOf(frame).self;
    case 'operation':
      return evaluateOperation(pass, frame, expression);
    case 'assign':
      return assign(pass, frame, expression);
    case 'text':
      return evaluateText(pass, frame, expression);
    case 'conditional':
      return evaluateConditional(pass, frame, expression);
    case 'record':
      return evaluateRecord(pass, frame, expression.node, expression.entries);
    case 'list':
      return evaluateList(pass, frame, expression);
    case 'function':
      return evaluateFunction(frame, expression.definition);
    case 'class':
      return evaluateClass(pass, frame, expression.definition);
    default:
      return evaluateRareKind(pass, frame, expression);
  }
}

function readOuter(pass: Pass, frame: Frame, variable: Variable): Value {
  const owner = frameAt(frame, variable.depth);
  const value = owner?.values.get(variable.slot);
  // Functions of the file do not change.
  if (owner?.outer === null && value?.callables == null) pass.sharedReads++;
  return value ?? UNKNOWN;
}

function evaluateRareKind(pass: Pass, frame: Frame, expression: Expression): Value {
  switch (expression.kind) {
    case 'cast':
      return castTo(frame, evaluate(pass, frame, expression.value), resolveType(frame.instance, expression.type));
    case 'await':
      return evaluate(pass, frame, expression.value);
    case 'yield': {
      const value = expression.value === null ? UNKNOWN : evaluate(pass, frame, expression.value);
      frame.yielded = joinOptional(frame.yielded, expression.delegate ? anyChild(value) : value);
      return UNKNOWN;
    }
    case 'sequence':
      return evaluateAll(pass, frame, expression.parts).at(-1) ?? UNKNOWN;
    case 'comprehension':
      return evaluateComprehension(pass, frame, expression);
    case 'tagged-text':
      return evaluateTagged(pass, frame, expression);
    case 'element':
      return evaluateElement(pass, frame, expression);
    case 'unknown':
      return derive(evaluateAll(pass, frame, expression.parts));
    default:
      return UNKNOWN;
  }
}

/** A cast tells more than a declared type, unless it leads back to one of its bases. */
function castTo(frame: Frame, value: Value, type: TypeName): Value {
  const { facts } = frame.instance;
  const narrows = value.type !== null && facts.isType(value.type) && facts.isType(type);
  return narrows && !facts.inherits(value.type ?? '', type) ? withType(value, type) : asType(value, type);
}

function evaluateAll(pass: Pass, frame: Frame, parts: readonly Expression[]): Value[] {
  return parts.map((part) => evaluate(pass, frame, part));
}

/** `this`; arrow functions and lambdas have that of the call around them. */
function readThis(frame: Frame): Value {
  let at: Frame | null = frame;
  while (at !== null && at.definition.receiver === 'outer' && selfOf(at) === undefined) at = at.outer;
  return (at === null ? undefined : selfOf(at)) ?? UNKNOWN;
}

function evaluateText(pass: Pass, frame: Frame, text: Extract<Expression, { kind: 'text' }>): Value {
  const parts = evaluateAll(pass, frame, text.parts);
  checkText(pass, frame, text.node, parts);
  checkSqlText(pass, frame, text.node, parts);
  return joinedText(frame, text, parts);
}

/** Says in the trace that something became part of a text. */
export function joinedText(frame: Frame, expression: Expression, parts: readonly Value[]): Value {
  return traced(frame, expression, concatenate(parts));
}

function traced(frame: Frame, expression: Expression, value: Value): Value {
  if (value.taint === 0) return value;
  return withTrace(value, extendTrace(value.trace, frame.instance.program, expression.node, 'joined', ''));
}

const DIVISIONS: ReadonlySet<Operator> = new Set(['/', '//', '%']);
const JOINING: ReadonlySet<Operator> = new Set(['+', '%', 'format']);
const SHORT_CIRCUITS: ReadonlySet<Operator> = new Set(['and', 'or', '??']);

function evaluateOperation(pass: Pass, frame: Frame, expression: Extract<Expression, { kind: 'operation' }>): Value {
  const { operator, operands } = expression;
  if (SHORT_CIRCUITS.has(operator)) return evaluateShortCircuit(pass, frame, operator, operands);
  const values = evaluateAll(pass, frame, operands);
  if (JOINING.has(operator)) {
    checkText(pass, frame, expression.node, values);
    checkSqlText(pass, frame, expression.node, values);
  }
  const operated = operate(operator, values, frame.instance.program.language);
  const value = operator === '+' ? checkTextFacts(pass, frame, expression.node, values[0], operated) : operated;
  if (pass.events !== null && DIVISIONS.has(operator)) noteDivision(pass.events, frame, expression, values);
  return operator === '+' || operator === 'format' || operator === '%' ? traced(frame, expression, value) : value;
}

/** Evaluates operands left to right until one decides; what comes later sees what the earlier ones tell. */
function evaluateShortCircuit(pass: Pass, frame: Frame, operator: Operator, operands: readonly Expression[]): Value {
  let value = evaluate(pass, frame, operands[0]);
  const before: Value[] = [];
  let left: State | null = null;
  for (let index = 1; index < operands.length; index++) {
    const decided = decides(operator, value);
    if (pass.events !== null && operator !== '??')
      noteCondition(pass.events, frame, operands[index - 1], truthOf(value));
    if (decided === true) break;
    if (decided === undefined) {
      if (operator !== 'and' || truthOf(value) === undefined) before.push(value);
      if (frame.tainted || !isPure(operands[index]) || (pass.events !== null && mayLearn(operands[index - 1]))) {
        left ??= fork(pass, frame);
      }
      if (operator !== '??') refine(pass, frame, operands[index - 1], operator === 'and');
    }
    const narrowed = left === null ? null : fork(pass, frame);
    frame.forks++;
    value = evaluate(pass, frame, operands[index]);
    frame.forks--;
    // What an operand wrote may count afterwards; what a test before it told holds for that operand alone.
    if (left !== null && narrowed !== null) left.joinWritten(narrowed, frame.values);
  }
  if (left !== null) frame.values = left;
  return before.reduce((joined, each) => joinOperand(operator, joined, each), value);
}

/** Small expressions that cannot change anything. */
function isPure(expression: Expression): boolean {
  switch (expression.kind) {
    case 'variable':
    case 'constant':
    case 'global':
    case 'import':
    case 'this':
      return true;
    case 'member':
      return expression.object.kind === 'variable' || expression.object.kind === 'this';
    case 'operation':
      return expression.operands.length <= 2 && expression.operands.every(isPure);
    default:
      return false;
  }
}

/** The left operand of an undecided `a and b` is falsy: it carries no text, only the fact that it may be falsy. */
function joinOperand(operator: Operator, joined: Value, left: Value): Value {
  if (operator === 'and') return joined.type === 'boolean' || left.type === 'boolean' ? orBoolean(joined) : joined;
  return join(left, joined);
}

function orBoolean(value: Value): Value {
  return value.type === 'boolean' || value.constants?.every((constant) => typeof constant === 'boolean')
    ? UNKNOWN_BOOLEAN
    : value;
}

/** `x ?? y`: settled when x is never null; certainly y when it always is. */
function decidesNullish(constants: readonly Constant[]): boolean | undefined {
  if (!constants.includes(null)) return true;
  return constants.length === 1 ? false : undefined;
}

/** Whether the value settles the operation; undefined when that is not known. */
function decides(operator: Operator, value: Value): boolean | undefined {
  if (operator === '??') return value.constants === null ? undefined : decidesNullish(value.constants);
  const truth = truthOf(value);
  if (truth === undefined) return undefined;
  return operator === 'and' ? !truth : truth;
}

function evaluateConditional(
  pass: Pass,
  frame: Frame,
  expression: Extract<Expression, { kind: 'conditional' }>,
): Value {
  const condition = evaluate(pass, frame, expression.condition);
  const truth = truthOf(condition);
  if (pass.events !== null) noteCondition(pass.events, frame, expression.condition, truth);
  if (truth !== undefined) return evaluate(pass, frame, truth ? expression.then : expression.otherwise);
  const saved = frame.values.fork();
  spend(pass.budget, saved.length >> 4);
  frame.forks++;
  refine(pass, frame, expression.condition, true);
  const then = evaluate(pass, frame, expression.then);
  const after = frame.values;
  frame.values = saved;
  refine(pass, frame, expression.condition, false);
  const otherwise = evaluate(pass, frame, expression.otherwise);
  frame.forks--;
  frame.values = joinStates(frame.values, after) ?? after;
  return join(then, otherwise);
}
