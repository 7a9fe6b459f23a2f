// Property names that arrive from outside, in languages where every object inherits from objects that all share:
// `settings[group][name] = value` with `__proto__` as group, `actions[name](…)` with `constructor` as name.
import type { Expression, Target } from '../ir.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import type { Pass } from './pass.ts';
import { recallTest } from './remembered-tests.ts';
import { reportSink } from './report.ts';
import type { Value } from './value.ts';

const hasPrototypes = (frame: Frame): boolean => /^(javascript|typescript)$/.test(frame.instance.program.language);

/** A write to a property of an object that was itself looked up under a name from outside. */
export function checkPropertyWrite(
  pass: Pass,
  frame: Frame,
  target: Extract<Target, { kind: 'member' | 'index' }>,
): void {
  if (!hasPrototypes(frame)) return;
  const lookup = lookupOf(frame, target.object);
  if (lookup === null) return;
  const key = evaluate(pass, frame, lookup.index);
  const place = { program: frame.instance.program, node: target.node, name: 'assignment', byName: false };
  if (key.deepTaint !== 0) reportSink(pass.reporter, place, 'prototype', key);
}

/** The expression `object[key]` that an object came from, directly or by way of a variable. */
function lookupOf(frame: Frame, object: Expression): Extract<Expression, { kind: 'index' }> | null {
  if (object.kind === 'index') return object;
  if (object.kind !== 'variable' || object.variable.depth > 0) return null;
  const source = recallTest(frame, object.variable.slot);
  return source?.kind === 'index' ? source : null;
}

/** A call of whatever function lies under a name from outside. */
export function checkMethodChoice(
  pass: Pass,
  frame: Frame,
  callee: Extract<Expression, { kind: 'index' }>,
  key: Value,
): void {
  if (key.deepTaint === 0 || !hasPrototypes(frame)) return;
  const place = { program: frame.instance.program, node: callee.node, name: 'call', byName: false };
  reportSink(pass.reporter, place, 'reflection', key);
}
