// JavaScript and TypeScript: one lowering for the grammars javascript, typescript and tsx.
import type { Expression, Program, Step } from '../../ir.ts';
import type { SyntaxTree } from '../../parsing/index.ts';
import type { LanguageFrontEnd } from '../lowering.ts';
import { ProgramBuilder } from '../program-builder.ts';
import { ScopeStack } from '../scope.ts';
import { commonJsExportList } from './exports.ts';
import type { FileLowering } from './file-lowering.ts';
import { handlersOf } from './handlers.ts';
import { declareVariables, surveyFile } from './hoisting.ts';
import { COMMON_JS_EXPORTS, commonJsExports } from './names.ts';
import { lowerStatementList } from './statements.ts';

const ROOT = 0;

export const javascriptFrontEnd: LanguageFrontEnd = {
  language: 'javascript',
  lower: (tree, path) => lowerFile(tree, path, 'javascript'),
};

export const typescriptFrontEnd: LanguageFrontEnd = {
  language: 'typescript',
  lower: (tree, path) => lowerFile(tree, path, 'typescript'),
};

function lowerFile(tree: SyntaxTree, path: string, language: string): Program {
  const file: FileLowering = {
    tree,
    scopes: new ScopeStack(),
    program: new ProgramBuilder(tree),
    handlers: handlersOf(tree.grammar),
    survey: surveyFile(tree),
    commonJs: { names: new Set(), isReplaced: false },
    importDeclarators: new Set(),
    prototypes: new Map(),
    absorbed: new Set(),
    exports: [],
  };
  const id = file.program.openFunction();
  declareVariables(file, ROOT);
  const steps = lowerStatementList(file, ROOT);
  const exports = [...file.exports, ...commonJsExportList(file)];
  const prologue = file.scopes.has(COMMON_JS_EXPORTS) ? [emptyExports(file)] : [];
  const main = file.program.closeMain(id, [...prologue, ...steps], file.scopes.leaveFunction());
  return file.program.finish({ language, path, main, exports });
}

/** `module.exports` is an empty record before the first step. */
function emptyExports(file: FileLowering): Step {
  const target = { kind: 'variable', node: ROOT, variable: commonJsExports(file), type: null } as const;
  const value: Expression = { kind: 'record', node: ROOT, entries: [] };
  const expression: Expression = { kind: 'assign', node: ROOT, target, value, operator: null };
  return { kind: 'evaluate', node: ROOT, expression };
}
