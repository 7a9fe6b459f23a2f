// What every lowering gathers while it walks a file: functions and classes in creation order, unknown kinds, depth.
import type { ClassDefinition, Export, Expression, FunctionDefinition, ImportSite, Program, Step } from '../ir.ts';
import { isNamed, kindOf, type NodeIndex, nextOf, type SyntaxTree, textOf } from '../parsing/syntax-tree.ts';

/** Nesting beyond which a subtree is no longer lowered but only searched for names: keeps the call stack bounded. */
export const DEEPEST_NESTING = 400;

/** Names kept of a subtree that is too deep. */
const MOST_NAMES_OF_DEEP_SUBTREE = 64;

/**
 * Follows `inner` from a node inwards until it gives -1 and returns the nodes met, innermost first, so that
 * left-deep chains (operators, calls, members, else-if) are folded in a loop and not by recursion.
 */
export function spineOf(node: NodeIndex, inner: (node: NodeIndex) => NodeIndex): NodeIndex[] {
  const spine: NodeIndex[] = [];
  for (let current = node; current >= 0; current = inner(current)) spine.push(current);
  return spine.reverse();
}

/** The first node of each text among the leaves below (and at) `node` that `wanted` accepts. */
export function namesBelow(
  tree: SyntaxTree,
  node: NodeIndex,
  wanted: (tree: SyntaxTree, node: NodeIndex) => boolean,
): NodeIndex[] {
  const seen = new Set<string>();
  const found: NodeIndex[] = [];
  const end = nextOf(tree, node);
  for (let current = node; current < end && found.length < MOST_NAMES_OF_DEEP_SUBTREE; current++) {
    if (!wanted(tree, current) || seen.has(textOf(tree, current))) continue;
    seen.add(textOf(tree, current));
    found.push(current);
  }
  return found;
}

/** A function about which there is nothing to say. */
export const PLAIN_FUNCTION = {
  parameters: [],
  receiver: 'none',
  isStatic: false,
  isAsync: false,
  isGenerator: false,
  isPublic: false,
  annotations: [],
  returnType: null,
  accessor: 'none',
} as const satisfies Partial<FunctionDefinition>;

/** What a lowering has to tell of a function; of the rest only what differs from the plain one. */
export type ToldFunction = Omit<FunctionDefinition, keyof typeof PLAIN_FUNCTION> & Partial<FunctionDefinition>;

/** Lives as long as the lowering of one file. */
export class ProgramBuilder {
  readonly tree: SyntaxTree;
  readonly #functions: (FunctionDefinition | undefined)[] = [];
  readonly #classes: (ClassDefinition | undefined)[] = [];
  readonly #unknownKinds = new Map<string, number>();
  #depth = 0;

  constructor(tree: SyntaxTree) {
    this.tree = tree;
  }

  /** Takes the next function id: call it on entering the function, so that `<main>` is 0 and outer ones come first. */
  openFunction(): number {
    return this.#functions.push(undefined) - 1;
  }

  closeFunction(told: ToldFunction): FunctionDefinition {
    // Written out: copying the properties of one object over those of another takes ten times as long, and gives many shapes.
    const definition: FunctionDefinition = {
      id: told.id,
      node: told.node,
      name: told.name,
      parameters: told.parameters ?? PLAIN_FUNCTION.parameters,
      body: told.body,
      slots: told.slots,
      receiver: told.receiver ?? PLAIN_FUNCTION.receiver,
      isStatic: told.isStatic ?? PLAIN_FUNCTION.isStatic,
      isAsync: told.isAsync ?? PLAIN_FUNCTION.isAsync,
      isGenerator: told.isGenerator ?? PLAIN_FUNCTION.isGenerator,
      isPublic: told.isPublic ?? PLAIN_FUNCTION.isPublic,
      annotations: told.annotations ?? PLAIN_FUNCTION.annotations,
      returnType: told.returnType ?? PLAIN_FUNCTION.returnType,
      accessor: told.accessor ?? PLAIN_FUNCTION.accessor,
    };
    this.#functions[definition.id] = definition;
    return definition;
  }

  /** The definition of the file's own steps, which every lowering ends with. */
  closeMain(id: number, body: readonly Step[], slots: readonly string[]): FunctionDefinition {
    return this.closeFunction({ id, node: 0, name: '<main>', body, slots, isPublic: true });
  }

  openClass(): number {
    return this.#classes.push(undefined) - 1;
  }

  closeClass(definition: ClassDefinition): ClassDefinition {
    this.#classes[definition.id] = definition;
    return definition;
  }

  /** An expression for what the IR has no word for; counted by kind when the node is named. */
  unknown(node: NodeIndex, parts: readonly Expression[] = []): Expression {
    if (isNamed(this.tree, node)) {
      const kind = kindOf(this.tree, node);
      this.#unknownKinds.set(kind, (this.#unknownKinds.get(kind) ?? 0) + 1);
    }
    return { kind: 'unknown', node, parts };
  }

  /** Runs `lower` one level deeper; beyond `DEEPEST_NESTING` runs `tooDeep` instead, which must not recurse. */
  descend<Result>(lower: () => Result, tooDeep: () => Result): Result {
    if (this.#depth >= DEEPEST_NESTING) return tooDeep();
    this.#depth++;
    try {
      return lower();
    } finally {
      this.#depth--;
    }
  }

  /** `main` is the definition with id 0, already closed. */
  finish(file: {
    readonly language: string;
    readonly path: string;
    readonly namespace?: string;
    readonly wildcards?: readonly string[];
    readonly imports?: readonly ImportSite[];
    readonly main: FunctionDefinition;
    readonly exports: readonly Export[];
  }): Program {
    return {
      language: file.language,
      path: file.path,
      tree: this.tree,
      namespace: file.namespace ?? '',
      wildcards: file.wildcards ?? [],
      imports: file.imports ?? [],
      main: file.main,
      functions: this.#functions.filter((definition) => definition !== undefined),
      classes: this.#classes.filter((definition) => definition !== undefined),
      exports: file.exports,
      unknownKinds: this.#unknownKinds,
    };
  }
}
