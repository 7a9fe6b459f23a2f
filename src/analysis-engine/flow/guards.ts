// Calls that test a value: by their facts, or because what they compute is a comparison.
import type { NamedCall } from '../facts/compile.ts';
import { parseSelector } from '../facts/selectors.ts';
import type { Expression } from '../ir.ts';
import type { CallExpression } from './call.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import { evaluateInputs } from './inputs.ts';
import { holds } from './library-call.ts';
import type { Pass } from './pass.ts';
import { isRestrictive } from './patterns.ts';
import { ALL_SINKS, sinkMask, type Taint } from './taint.ts';
import { constantOf, typeOf, type Value } from './value.ts';

/** What a test says when it holds. */
export type GuardedInput =
  | { readonly kind: 'equality'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'same'; readonly condition: Expression }
  | { readonly kind: 'membership'; readonly item: Expression; readonly collection: Expression }
  | { readonly kind: 'safe'; readonly place: Expression; readonly sinks: Taint; readonly outcome: boolean };

/** The guard in a call of a library function; null when it is none, or the callee is in sight. */
export function guardOf(pass: Pass, frame: Frame, call: CallExpression): GuardedInput | null {
  const { callee } = call;
  const byName = testByName(pass, frame, call);
  if (byName !== null) return byName;
  const object = callee.kind === 'member' ? evaluate(pass, frame, callee.object) : null;
  const named = calledFact(pass, frame, call, object);
  if (named === null) return null;
  const inputs = evaluateInputs(pass, frame, object, callee.kind === 'member' ? callee.object : null, call.arguments);
  const chosen = named.cases === null ? named : named.cases.find((each) => holds(each.fact.when, inputs));
  if (chosen === undefined) return null;
  const { guard, returns } = chosen.fact;
  if (guard && holds(chosen.fact.when, inputs)) {
    const place = expressionOf(call, guard.on);
    return place === null
      ? null
      : { kind: 'safe', place, sinks: sinkMask(guard.safeFor), outcome: guard.outcome ?? true };
  }
  return returns?.compute === undefined ? null : computedGuard(pass, frame, call, returns.compute, object);
}

/** Names of helpers that ask whether a path lies in a folder, and of those that ask whether it leads out of one. */
const ASKS_INSIDE =
  /^_*(?:is_?|path_?is_?|check_?|file_?is_?)?\w*?(?:with_?in|inside|child|sub_?(?:path|dir)|descendant|contained|in_?bounds?|in_?(?:dir|folder|root|base)|safe_?path|path_?safe)\w*$/i;
const ASKS_OUTSIDE = /^_*(?:is|has|contains?|detect)_?\w*(?:traversal|outside)\w*$/i;
const PATH = sinkMask(['path']);
/** Names of helpers that ask whether an address is one of those that are wanted. */
const ASKS_ADDRESS =
  /^_*(?:is|has|check)_?\w*?(?:safe|local|relative|allowed|valid|trusted|internal|same|current|own)\w*?(?:url|uri|redirect|host|site|link|origin|next|target)\w*$/i;
const ADDRESS = sinkMask(['redirect', 'url']);

/** `if not is_within_directory(folder, path)`, `isSafeRedirect(url)`: what the helper does in detail is hard to follow, what it is for is not. */
function testByName(pass: Pass, frame: Frame, call: CallExpression): GuardedInput | null {
  const { callee } = call;
  const name = nameOf(callee);
  const asked = ASKS_ADDRESS.test(name) ? ADDRESS : PATH;
  const isPositive = asked === ADDRESS || ASKS_INSIDE.test(name);
  if (!isPositive && !ASKS_OUTSIDE.test(name)) return null;
  const place = call.arguments.findLast(({ value }) => (evaluate(pass, frame, value).deepTaint & asked) !== 0)?.value;
  return place === undefined ? null : { kind: 'safe', place, sinks: asked, outcome: isPositive };
}

function nameOf(callee: Expression): string {
  switch (callee.kind) {
    case 'member':
      return callee.key;
    case 'global':
      return callee.name;
    case 'variable':
      return callee.variable.name;
    case 'import':
      return callee.name ?? '';
    default:
      return '';
  }
}

/** The argument of which a test of the call's result tells as much: `path.relative(root, file)` of `file`. */
export function toldInput(pass: Pass, frame: Frame, call: CallExpression): Expression | null {
  const object = call.callee.kind === 'member' ? evaluate(pass, frame, call.callee.object) : null;
  const tells = calledFact(pass, frame, call, object)?.fact.tellsOf;
  return tells === undefined ? null : expressionOf(call, tells);
}

function calledFact(pass: Pass, frame: Frame, call: CallExpression, object: Value | null): NamedCall | null {
  const { facts } = frame.instance;
  const { callee } = call;
  if (callee.kind === 'member' && object !== null) {
    if (object.callables !== null) return null;
    if (object.name !== null && object.type === null) {
      const named = facts.callNamed(`${object.name}.${callee.key}`);
      // A member of a source has a name, too; what it is is not known.
      if (named !== undefined || object.taint === 0) return named ?? null;
    }
    const type = typeOf(object);
    const known = type === null ? undefined : facts.callOf(type, callee.key);
    return known ?? facts.method(callee.key) ?? byShape(callee.key);
  }
  const value = evaluate(pass, frame, callee);
  return value.name === null ? null : (facts.callNamed(value.name) ?? null);
}

/** Comparisons that mean the same in every library, for receivers of unknown type. */
const COMPARISONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    equals: 'string.equals',
    equalsIgnoreCase: 'string.equals',
    includes: 'collection.contains',
    contains: 'collection.contains',
    has: 'collection.contains',
    matches: 'string.matches',
  }),
);

function byShape(name: string): NamedCall | null {
  const compute = COMPARISONS.get(name);
  if (compute === undefined) return null;
  return { name, fact: { returns: { compute } }, sinks: [], cases: null, byName: true };
}

function computedGuard(
  pass: Pass,
  frame: Frame,
  call: CallExpression,
  compute: string,
  object: Value | null,
): GuardedInput | null {
  if (compute === 'boolean.of' && call.arguments.length === 1) {
    return { kind: 'same', condition: call.arguments[0].value };
  }
  const [left, right] = operandsOf(call, object);
  if (left === undefined || right === undefined) return null;
  switch (compute) {
    case 'string.equals':
    case 'string.equalsIgnoreCase':
      return { kind: 'equality', left, right };
    case 'string.contains':
    case 'collection.contains':
    case 'collection.containsKey':
      return { kind: 'membership', item: right, collection: left };
    case 'string.matches':
      return patternGuard(left, evaluate(pass, frame, right), false);
    case 'regex.test':
      return patternGuard(right, evaluate(pass, frame, left), true);
    default:
      return null;
  }
}

function patternGuard(place: Expression, pattern: Value, mustBeAnchored: boolean): GuardedInput | null {
  const text = constantOf(pattern);
  if (typeof text !== 'string' || !isRestrictive(text, mustBeAnchored)) return null;
  return { kind: 'safe', place, sinks: ALL_SINKS, outcome: true };
}

/** Receiver and argument, or the two arguments of a static helper. */
function operandsOf(call: CallExpression, object: Value | null): (Expression | undefined)[] {
  const [first, second] = call.arguments.map((argument) => argument.value);
  const isStatic = object === null || (object.name !== null && object.type === null && object.taint === 0);
  if (isStatic || call.callee.kind !== 'member') return [first, second];
  return [call.callee.object, first];
}

function expressionOf(call: CallExpression, selector: string | number): Expression | null {
  const parsed = parseSelector(selector);
  if (parsed.base === 'receiver') return call.callee.kind === 'member' ? call.callee.object : null;
  if (parsed.position >= 0 && call.arguments[parsed.position]) return call.arguments[parsed.position].value;
  return call.arguments.find((argument) => argument.name !== null && argument.name === parsed.keyword)?.value ?? null;
}
