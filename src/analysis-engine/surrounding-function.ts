// The name of the function around a place, as people say it: `Cart.pay`, `checkout`.
import { functionAround } from './function-ranges.ts';
import type { FunctionDefinition, Program } from './ir.ts';
import { indexProgram } from './program-index.ts';

/** The innermost named function around an offset, with its class; empty outside of any. */
export function surroundingFunction(program: Program, offset: number): string {
  const { enclosing, owners } = indexProgram(program);
  let definition: FunctionDefinition | undefined = functionAround(program, offset);
  while (definition !== undefined && definition !== program.main) {
    const owner = owners.get(definition)?.name ?? '';
    if (definition.name !== '') return owner === '' ? definition.name : `${owner}.${definition.name}`;
    definition = enclosing.get(definition);
  }
  return '';
}
