// A program of which only the syntax is known: nothing of it runs, so that rules with patterns are all that speaks of it.
import type { FunctionDefinition, Program } from '../ir.ts';
import type { SyntaxTree } from '../parsing/syntax-tree.ts';

export function flowlessProgram(tree: SyntaxTree, language: string, path: string): Program {
  const main: FunctionDefinition = {
    id: 0,
    node: 0,
    name: '<main>',
    parameters: [],
    body: [],
    slots: [],
    receiver: 'none',
    isStatic: false,
    isAsync: false,
    isGenerator: false,
    isPublic: false,
    annotations: [],
    returnType: null,
    accessor: 'none',
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
