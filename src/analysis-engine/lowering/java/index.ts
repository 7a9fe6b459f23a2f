// Java as the engine knows it: the door of this folder.
import type { Program, Step } from '../../ir.ts';
import { namedChildrenOf, type SyntaxTree } from '../../parsing/syntax-tree.ts';
import type { LanguageFrontEnd } from '../lowering.ts';
import { exportsOf } from './classes.ts';
import { lowerFunction } from './functions.ts';
import { openFile } from './java-file.ts';
import { lowerSteps } from './statements.ts';

/** Lowers a Java file: a compilation unit, or a snippet of statements or members. */
function lower(tree: SyntaxTree, path: string): Program {
  const file = openFile(tree);
  let exports: Program['exports'] = [];
  const main = lowerFunction(
    file,
    {
      node: 0,
      name: '<main>',
      isLambda: false,
      isStatic: true,
      isPublic: false,
      owner: null,
      annotations: [],
      returnType: null,
    },
    () => [],
    (steps: Step[]) => {
      lowerSteps(file, namedChildrenOf(tree, 0), steps, (classes) => {
        exports = exportsOf(file, classes);
      });
    },
  );
  return file.builder.finish({
    language: 'java',
    path,
    namespace: file.package,
    wildcards: file.imports.wildcards,
    main,
    exports,
  });
}

export const javaFrontEnd: LanguageFrontEnd = { language: 'java', lower };
