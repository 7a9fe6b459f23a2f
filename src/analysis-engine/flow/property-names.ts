// Property names that arrive from outside, in languages where every object inherits from objects that all share:
// `settings[group][name] = value` with `__proto__` as group, `actions[name](…)` with `constructor` as name.
import type { Expression, Target } from '../ir.ts';
import { evaluate } from './expression.ts';
import type { Frame } from './frame.ts';
import { inputsOfValues } from './inputs.ts';
import type { Pass } from './pass.ts';
import { recallTest } from './remembered-tests.ts';
import { reportSink } from './report.ts';
import { reportUses } from './uses.ts';
import { typeOf, type Value } from './value.ts';

/** In these languages `o['name']` is `o.name`, too. */
export const hasPrototypes = (frame: Frame): boolean =>
  /^(javascript|typescript)$/.test(frame.instance.program.language);

/** A write under a name from outside, or to an object that was itself looked up under one. */
export function checkPropertyWrite(
  pass: Pass,
  frame: Frame,
  target: Extract<Target, { kind: 'member' | 'index' }>,
  name: Value | null = null,
): void {
  if (!hasPrototypes(frame)) return;
  const place = { program: frame.instance.program, node: target.node, name: 'assignment', byName: false };
  const type = name === null || name.deepTaint === 0 ? 'none' : typeOf(evaluate(pass, frame, target.object));
  // An object without a prototype holds nothing but what is put there.
  if (name !== null && !/^(?:none|list|BareObject)$/.test(type ?? ''))
    reportUses(pass, place, { 'property-write': { key: 0 } }, inputsOfValues(null, [name]));
  const lookup = lookupOf(frame, target.object);
  if (lookup === null) return;
  const key = evaluate(pass, frame, lookup.index);
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
