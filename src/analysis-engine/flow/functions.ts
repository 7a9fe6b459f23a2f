// Function values: the code with the surroundings it was made in.
import type { FunctionDefinition } from '../ir.ts';
import type { Frame } from './frame.ts';
import { type Callable, callableValue, type Value } from './value.ts';

export function evaluateFunction(frame: Frame, definition: FunctionDefinition): Value {
  const callable: Callable = {
    kind: 'function',
    definition,
    instance: frame.instance,
    scope: frame,
    self: null,
    owner: null,
  };
  // Kept for functions that nobody in sight calls: they are followed in these surroundings.
  frame.instance.functions.set(definition, callable);
  return callableValue(callable);
}
