// Which methods a call may reach: overloads by argument types, implementations of abstract methods.
import type { Parameter } from '../ir.ts';
import { LIMITS } from '../limits.ts';
import { type ClassRecord, type FoundMethod, findMethods } from './class-record.ts';
import type { CallInputs } from './inputs.ts';
import type { Pass } from './pass.ts';
import { typeOf, type Value } from './value.ts';

/** The methods behind `receiver.name(…)`: the class's own, or what its subclasses in sight make of an abstract one. */
export function targetsOf(pass: Pass, record: ClassRecord, name: string, inputs: CallInputs): FoundMethod[] {
  const own = overloads(findMethods(record, name, inputs.positional.length), inputs);
  if (own.some(({ definition }) => definition.body.length > 0)) return own;
  const implementations: FoundMethod[] = [];
  // A class known by two names comes twice: its methods are told below.
  for (const candidate of pass.classes.values()) {
    if (candidate === record || !inheritsFrom(candidate, record, 0)) continue;
    for (const found of overloads(findMethods(candidate, name, inputs.positional.length), inputs)) {
      if (found.definition.body.length === 0 || implementations.some((each) => each.definition === found.definition))
        continue;
      implementations.push(found);
      if (implementations.length >= LIMITS.callables) return implementations;
    }
  }
  return implementations.length > 0 ? implementations : own;
}

function inheritsFrom(record: ClassRecord, base: ClassRecord, depth: number): boolean {
  if (depth > 12) return false;
  for (const each of record.bases) {
    if (typeof each !== 'string' && (each === base || inheritsFrom(each, base, depth + 1))) return true;
  }
  return false;
}

/** Of several methods of one name those whose parameter types fit the arguments. */
export function overloads(found: readonly FoundMethod[], inputs: CallInputs): FoundMethod[] {
  if (found.length <= 1) return [...found];
  const scores = found.map(({ definition }) => {
    const parameters = definition.receiver === 'first' ? definition.parameters.slice(1) : definition.parameters;
    return inputs.positional.reduce((score, value, index) => score + closeness(parameters[index], value), 0);
  });
  const best = Math.max(...scores);
  return found.filter((_, index) => scores[index] === best);
}

const LITERAL_TYPES: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'char']);

/** 2 for the same type, 0 for one that cannot be, 1 when nothing is known. */
function closeness(parameter: Parameter | undefined, value: Value): number {
  const type = typeOf(value);
  if (parameter === undefined || parameter.type === null || type === null) return 1;
  if (parameter.type === type || type.endsWith(`.${parameter.type}`)) return 2;
  return LITERAL_TYPES.has(type) && LITERAL_TYPES.has(parameter.type) ? -4 : 0;
}
