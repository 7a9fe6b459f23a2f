// Names → slots while a file is lowered: functions nest, blocks nest inside them, and a name that is declared again in
// an inner block gets a slot of its own. Shared by all lowerings.
import type { Expression, Target, TypeName, Variable } from '../ir.ts';
import type { NodeIndex } from '../parsing/syntax-tree.ts';

/** Makes what a name stands for when it is no variable: an import, a field of `this`. */
export type MakeExpression = (node: NodeIndex) => Expression;

/**
 * `local`: seen by everything nested in it. `class`: seen by the steps of the same function only, not by functions
 * nested in it (Python's class bodies).
 */
export type BlockKind = 'local' | 'class';

type Binding = number | MakeExpression;

interface Block {
  readonly kind: BlockKind;
  readonly names: Map<string, Binding>;
}

interface FunctionScope {
  readonly slots: string[];
  readonly blocks: Block[];
}

/** The scopes open at one point of the walk. Begins with the file's own function, `<main>`, entered. */
export class ScopeStack {
  readonly #functions: FunctionScope[] = [];

  constructor() {
    this.enterFunction();
  }

  enterFunction(): void {
    this.#functions.push({ slots: [], blocks: [{ kind: 'local', names: new Map() }] });
  }

  /** Leaves the innermost function; returns its slots' names, for `FunctionDefinition.slots`. */
  leaveFunction(): readonly string[] {
    return this.#functions.pop()?.slots ?? [];
  }

  enterBlock(kind: BlockKind = 'local'): void {
    this.#innermost().blocks.push({ kind, names: new Map() });
  }

  leaveBlock(): void {
    this.#innermost().blocks.pop();
  }

  /** How many functions are open around the current one: 0 in the file's own steps. */
  get functionDepth(): number {
    return this.#functions.length - 1;
  }

  /** Declares in the innermost block. Declaring a variable again in the same block gives the same slot. */
  declare(name: string): Variable {
    const scope = this.#innermost();
    return declareIn(scope, scope.blocks[scope.blocks.length - 1], name);
  }

  /** Declares in the outermost block of the innermost function (`var`, Python's assignments). */
  declareInFunction(name: string): Variable {
    const scope = this.#innermost();
    return declareIn(scope, scope.blocks[0], name);
  }

  /** Declares in the file's own function, whatever is open (`global x`). */
  declareInFile(name: string): Variable {
    const file = this.#functions[0];
    return { ...declareIn(file, file.blocks[0], name), depth: this.functionDepth };
  }

  /** A variable that no source name can reach: temporaries of the lowering. */
  declareHidden(name: string): Variable {
    const slot = this.#innermost().slots.push(name) - 1;
    return { name, slot, depth: 0 };
  }

  /** Lets a name of the innermost block stand for an expression. The first meaning of a name in a block stays. */
  bind(name: string, make: MakeExpression): void {
    const { blocks } = this.#innermost();
    const { names } = blocks[blocks.length - 1];
    if (!names.has(name)) names.set(name, make);
  }

  /** The variable of that name as seen from here, or null: no variable (unknown, or bound to an expression). */
  resolve(name: string): Variable | null {
    const found = this.#find(name);
    return found && typeof found.binding === 'number' ? { name, slot: found.binding, depth: found.depth } : null;
  }

  /** Whether any scope knows the name, as a variable or as an expression. */
  has(name: string): boolean {
    return this.#find(name) !== null;
  }

  /** Whether the innermost block itself declares or binds the name. */
  hasInBlock(name: string): boolean {
    const { blocks } = this.#innermost();
    return blocks[blocks.length - 1].names.has(name);
  }

  /** What reading the name gives: a variable, what it is bound to, or a global. */
  read(name: string, node: NodeIndex): Expression {
    const found = this.#find(name);
    if (!found) return { kind: 'global', node, name };
    if (typeof found.binding !== 'number') return found.binding(node);
    return { kind: 'variable', node, variable: { name, slot: found.binding, depth: found.depth } };
  }

  /** Where assigning to the name writes: a variable, or a global when no scope declares it. */
  target(name: string, node: NodeIndex, type: TypeName | null = null): Target {
    const variable = this.resolve(name);
    return variable ? { kind: 'variable', node, variable, type } : { kind: 'global', node, name };
  }

  #innermost(): FunctionScope {
    return this.#functions[this.#functions.length - 1];
  }

  #find(name: string): { readonly binding: Binding; readonly depth: number } | null {
    for (let depth = 0; depth < this.#functions.length; depth++) {
      const { blocks } = this.#functions[this.#functions.length - 1 - depth];
      for (let index = blocks.length - 1; index >= 0; index--) {
        const block = blocks[index];
        if (depth > 0 && block.kind === 'class') continue;
        const binding = block.names.get(name);
        if (binding !== undefined) return { binding, depth };
      }
    }
    return null;
  }
}

function declareIn(scope: FunctionScope, block: Block, name: string): Variable {
  const known = block.names.get(name);
  if (typeof known === 'number') return { name, slot: known, depth: 0 };
  const slot = scope.slots.push(name) - 1;
  block.names.set(name, slot);
  return { name, slot, depth: 0 };
}
