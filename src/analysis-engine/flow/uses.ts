// Rules that warn of a use (a hash, a cookie, a cipher) by what its inputs are, not by where data came from.
import type { CallFact, Selector } from '../facts/library-fact.ts';
import type { Constant } from '../ir.ts';
import type { InputCondition } from '../rule.ts';
import { normaliseKey } from './children.ts';
import type { CallInputs } from './inputs.ts';
import { expressionOf, knownInput } from './library-call.ts';
import type { Pass } from './pass.ts';
import { isDynamic, reportUse, type SinkPlace } from './report.ts';
import { ALL_SINKS, ALLOCATION, isDangerous, NUMERIC_SINKS, sourceMask } from './taint.ts';
import { constantValue, type Value } from './value.ts';

type Uses = NonNullable<CallFact['uses']>;

/** A number that is only large or predictable is no text that somebody chose. */
const TEXT_SINKS = ALL_SINKS & ~(NUMERIC_SINKS | ALLOCATION);

/** Reports every rule whose conditions the inputs of one of these uses satisfy. */
export function reportUses(pass: Pass, place: SinkPlace, uses: Uses, inputs: CallInputs): void {
  for (const [use, named] of Object.entries(uses)) {
    for (const { rule, where } of pass.reporter.useRules.get(use) ?? []) {
      const all = Object.entries(where).every(([name, condition]) => {
        const input = named[name];
        // A fact that does not say where the input is cannot satisfy a condition on it, not even on its absence.
        return input !== undefined && satisfies(namedInput(inputs, input), condition);
      });
      if (!all) continue;
      const isChosen = Object.entries(where).some(([name, condition]) =>
        isOneOfSeveral(inputs, named[name], condition),
      );
      const evidence = evidenceOf(inputs, named, Object.keys(where));
      reportUse(pass.reporter, place, rule, evidence, isChosen ? 'low' : null);
    }
  }
}

/** Other values than those that break the rule are possible there: something else decides which it is. */
function isOneOfSeveral(
  inputs: CallInputs,
  input: Selector | { readonly constant: Constant } | undefined,
  condition: InputCondition,
): boolean {
  const constants = input === undefined ? null : (namedInput(inputs, input)?.constants ?? null);
  if (constants === null || constants.length < 2) return false;
  return constants.some((each) => each !== null && !satisfies(constantValue(each), condition));
}

function evidenceOf(inputs: CallInputs, named: Uses[string], names: readonly string[]): string {
  const constants = names.map((name) => {
    const input = named[name];
    return input === undefined ? null : (namedInput(inputs, input)?.constants ?? null);
  });
  return JSON.stringify(constants);
}

function namedInput(inputs: CallInputs, input: Selector | { readonly constant: Constant }): Value | undefined {
  return typeof input === 'object' ? constantValue(input.constant) : knownInput(inputs, input);
}

/** Whether any of the constants that the input can be breaks the rule; undefined is a missing input. */
export function satisfies(value: Value | undefined, condition: InputCondition): boolean {
  if (condition.any) return condition.any.some((each) => satisfies(value, each));
  if (condition.absent !== undefined) return condition.absent === (value === undefined);
  if (value === undefined) return false;
  const constants = value.constants ?? [];
  if (condition.matches !== undefined && !constants.some(matching(condition.matches))) return false;
  if (condition.is && !constants.some((constant) => condition.is?.includes(constant))) return false;
  const { below } = condition;
  if (below !== undefined && !constants.some((constant) => typeof constant === 'number' && constant < below))
    return false;
  const { above } = condition;
  if (above !== undefined && !constants.some((constant) => typeof constant === 'number' && constant > above))
    return false;
  const { bits } = condition;
  if (bits !== undefined && !constants.some((constant) => typeof constant === 'number' && (constant & bits) !== 0))
    return false;
  const { lacks } = condition;
  if (
    lacks !== undefined &&
    !constants.some((constant) => typeof constant === 'number' && (constant & lacks) !== lacks)
  )
    return false;
  if (condition.dynamicFor !== undefined && !isDynamic(value, condition.dynamicFor)) return false;
  if (condition.constant !== undefined && condition.constant !== isConstant(value)) return false;
  if (condition.fixed && value.constants?.length !== 1) return false;
  if (condition.literal !== undefined && condition.literal !== isWritten(value)) return false;
  if (condition.tainted && !isDangerous(value.deepTaint, sourceMask(condition.tainted), TEXT_SINKS)) return false;
  return condition.key === undefined || hasKeys(value, condition.key);
}

function matching(pattern: string): (constant: Constant) => boolean {
  const expression = expressionOf(pattern);
  return (constant) => typeof constant === 'string' && expression.test(constant);
}

/** A constant, or a list that is written out: the bytes of a key, the characters of a password. */
function isConstant(value: Value): boolean {
  // Nothing at all is no value that somebody could know.
  if (value.constants?.every((constant) => constant === null)) return false;
  if (value.constants !== null || value.kids === null || value.any !== null) return value.constants !== null;
  return value.length > 0 && [...value.kids.values()].every((kid) => kid.constants !== null);
}

function isWritten(value: Value): boolean {
  if (value.constants !== null) return value.constants.some(isLiteral);
  return isConstant(value) && [...(value.kids?.values() ?? [])].every((kid) => kid.constants?.some(isLiteral));
}

function isLiteral(constant: Constant): boolean {
  return typeof constant === 'number' || (typeof constant === 'string' && constant !== '');
}

/** A key is missing only in an object whose keys are all known. */
function hasKeys(value: Value, keys: Readonly<Record<string, InputCondition>>): boolean {
  if (value.kids === null) return false;
  return Object.entries(keys).every(([name, condition]) => {
    const kid = value.kids?.get(normaliseKey(name));
    if (kid === undefined && (value.any !== null || value.taint !== 0)) return false;
    return satisfies(kid, condition);
  });
}
