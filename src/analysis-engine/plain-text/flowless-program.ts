// A program of which only the syntax is known: nothing of it runs, so that rules with patterns are all that speaks of it.
import type { FunctionDefinition, Program } from '../ir.ts';
import { PLAIN_FUNCTION } from '../lowering/program-builder.ts';
import type { SyntaxTree } from '../parsing/syntax-tree.ts';

export function flowlessProgram(tree: SyntaxTree, language: string, path: string): Program {
  const main: FunctionDefinition = {
    ...PLAIN_FUNCTION,
    id: 0,
    node: 0,
    name: '<main>',
    body: [],
    slots: [],
  };
  return {
    language,
    path,
    tree,
    namespace: '',
    wildcards: [],
    imports: [],
    main,
    functions: [main],
    classes: [],
    exports: [],
    unknownKinds: new Map(),
  };
}
