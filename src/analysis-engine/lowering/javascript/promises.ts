// `new Promise((resolve) => …)`: a promise is its value everywhere else, so the executor is called with a `resolve` that
// keeps the value, and the value is the result.
import type { Argument, Expression, FunctionDefinition, Variable } from '../../ir.ts';
import type { NodeIndex } from '../../parsing/index.ts';
import type { FileLowering } from './file-lowering.ts';
import { constant } from './literals.ts';

/** The value of `new callee(given)` when that is a promise with an executor; null otherwise. */
export function newPromise(
  file: FileLowering,
  node: NodeIndex,
  callee: Expression,
  given: readonly Argument[],
): Expression | null {
  if (callee.kind !== 'global' || callee.name !== 'Promise' || given.length !== 1) return null;
  const kept = file.scopes.declareHidden('promised');
  const resolve: Expression = { kind: 'function', node, definition: keeper(file, node, kept) };
  const handed = [resolve, constant(node, null)].map((value) => ({ value, name: null, spread: 'none' as const }));
  const execution: Expression = {
    kind: 'call',
    node,
    callee: given[0].value,
    arguments: handed,
    construction: false,
  };
  return { kind: 'sequence', node, parts: [execution, { kind: 'variable', node, variable: kept }] };
}

/** `(value) => kept = value` */
function keeper(file: FileLowering, node: NodeIndex, kept: Variable): FunctionDefinition {
  const id = file.program.openFunction();
  file.scopes.enterFunction();
  const variable = file.scopes.declareHidden('value');
  const slots = file.scopes.leaveFunction();
  const outer = { ...kept, depth: 1 };
  const expression: Expression = {
    kind: 'assign',
    node,
    target: { kind: 'variable', node, variable: outer, type: null },
    value: { kind: 'variable', node, variable },
    operator: null,
  };
  const target = { kind: 'variable', node, variable, type: null } as const;
  return file.program.closeFunction({
    id,
    node,
    name: 'resolve',
    parameters: [{ node, name: 'value', target, type: null, annotations: [], fallback: null, kind: 'plain' }],
    body: [{ kind: 'evaluate', node, expression }],
    slots,
    receiver: 'outer',
  });
}
