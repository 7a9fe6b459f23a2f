// A file of which only the syntax is known until somebody asks for more: rules that are patterns alone mostly never do.
import type { ClassDefinition, Export, FunctionDefinition, ImportSite, Program } from '../ir.ts';
import type { SyntaxTree } from '../parsing/syntax-tree.ts';
import type { Lower } from './lowering.ts';

export class DeferredProgram implements Program {
  readonly language: string;
  readonly path: string;
  readonly tree: SyntaxTree;
  readonly #lower: Lower;
  #lowered: Program | undefined;

  constructor(tree: SyntaxTree, language: string, path: string, lower: Lower) {
    this.tree = tree;
    this.language = language;
    this.path = path;
    this.#lower = lower;
  }

  get namespace(): string {
    return this.#program.namespace;
  }

  get wildcards(): readonly string[] {
    return this.#program.wildcards;
  }

  get imports(): readonly ImportSite[] {
    return this.#program.imports;
  }

  get main(): FunctionDefinition {
    return this.#program.main;
  }

  get functions(): readonly FunctionDefinition[] {
    return this.#program.functions;
  }

  get classes(): readonly ClassDefinition[] {
    return this.#program.classes;
  }

  get exports(): readonly Export[] {
    return this.#program.exports;
  }

  get unknownKinds(): ReadonlyMap<string, number> {
    return this.#program.unknownKinds;
  }

  get #program(): Program {
    this.#lowered ??= this.#lower(this.tree, this.path);
    return this.#lowered;
  }
}
