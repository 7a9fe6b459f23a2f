// What a language must supply to the engine: one function from syntax tree to program.
import type { Program } from '../ir.ts';
import type { SyntaxTree } from '../parsing/syntax-tree.ts';

/** Lowers a file. Total: never throws on a parseable tree, however broken the source, and never recurses per operand. */
export type Lower = (tree: SyntaxTree, path: string) => Program;

/** One language as the engine knows it. */
export interface LanguageFrontEnd {
  /** Linguist name in lower case */
  readonly language: string;
  readonly lower: Lower;
}
