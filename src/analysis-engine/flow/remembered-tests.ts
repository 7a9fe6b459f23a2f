// A test kept in a variable: `m = re.match(…)`, then `if m:`. It counts as long as nothing that it looked at was written.
import type { Expression } from '../ir.ts';
import type { Frame } from './frame.ts';
import type { Value } from './value.ts';

export interface RememberedTest {
  readonly expression: Expression;
  readonly result: Value;
  /** variables of the frame that it read, with the values they had */
  readonly inputs: readonly (readonly [slot: number, value: Value | undefined])[];
}

const MOST_INPUTS = 6;

/** Remembers the expression behind a variable when it may be a test, or a look-up that says where an object came from. */
export function rememberTest(frame: Frame, slot: number, expression: Expression, result: Value): void {
  if (expression.kind !== 'call' && expression.kind !== 'operation' && expression.kind !== 'index') {
    frame.tests?.delete(slot);
    return;
  }
  const inputs: [number, Value | undefined][] = [];
  const isTest = gather(frame, expression, inputs) && inputs.length > 0;
  // `x = x and f(x)` read another `x`.
  if (!isTest || inputs.some(([input]) => input === slot)) {
    frame.tests?.delete(slot);
    return;
  }
  frame.tests ??= new Map();
  frame.tests.set(slot, { expression, result, inputs });
}

/** The test whose outcome the variable still holds. */
export function recallTest(frame: Frame, slot: number): Expression | null {
  const test = frame.tests?.get(slot);
  if (test === undefined || frame.values.get(slot) !== test.result) return null;
  return test.inputs.every(([input, value]) => frame.values.get(input) === value) ? test.expression : null;
}

/** Collects the variables of small expressions; false when it is none. */
function gather(frame: Frame, expression: Expression, inputs: [number, Value | undefined][]): boolean {
  switch (expression.kind) {
    case 'variable':
      if (expression.variable.depth > 0) return true;
      inputs.push([expression.variable.slot, frame.values.get(expression.variable.slot)]);
      return inputs.length <= MOST_INPUTS;
    case 'operation':
      return (
        expression.operands.length <= MOST_INPUTS && expression.operands.every((each) => gather(frame, each, inputs))
      );
    case 'member':
      return gather(frame, expression.object, inputs);
    case 'index':
      return gather(frame, expression.object, inputs) && gather(frame, expression.index, inputs);
    case 'call': {
      if (expression.arguments.length > MOST_INPUTS) return false;
      if (expression.callee.kind === 'member' && !gather(frame, expression.callee.object, inputs)) return false;
      return expression.arguments.every(({ value }) => gather(frame, value, inputs));
    }
    default:
      return ['constant', 'global', 'import', 'this', 'cast', 'list'].includes(expression.kind);
  }
}
