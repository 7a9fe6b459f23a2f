// The intermediate representation: the whole vocabulary between the languages and the flow pass. Structured, no
// control-flow graph. Lowering never fails: what a language has and this has not becomes `unknown` of its parts.
import type { NodeIndex, SyntaxTree } from './parsing/syntax-tree.ts';

/**
 * A qualified type name: `java.sql.Statement`, `flask.Flask`, `express.Response`, or a simple name that the file does
 * not resolve (wildcard imports); arrays end in `[]`; type arguments are dropped. Primitives and their boxes are
 * `number` (all numeric types), `boolean`, `string`, `char`.
 */
export type TypeName = string;

/** A local of the function `depth` scopes up (0: this one); slots are unique in their function. */
export interface Variable {
  readonly name: string;
  readonly slot: number;
  readonly depth: number;
}

export type Constant = string | number | boolean | null;

/** Operators, spelled the same for every language. */
export type Operator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '**'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '>>>'
  | '~'
  | 'neg'
  | 'pos'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not-in'
  | 'instanceof'
  | 'is'
  | 'is-not'
  | 'and'
  | 'or'
  | 'not'
  | '??'
  | 'typeof'
  | 'delete'
  | 'format';

/** Where an assignment writes. */
export type Target =
  | { readonly kind: 'variable'; readonly node: NodeIndex; readonly variable: Variable; readonly type: TypeName | null }
  | { readonly kind: 'global'; readonly node: NodeIndex; readonly name: string }
  | { readonly kind: 'member'; readonly node: NodeIndex; readonly object: Expression; readonly key: string }
  | { readonly kind: 'index'; readonly node: NodeIndex; readonly object: Expression; readonly index: Expression }
  | { readonly kind: 'pattern'; readonly node: NodeIndex; readonly entries: readonly PatternEntry[] };

/** One part of a destructuring: key of a record, position of a list, or the rest of either. */
export interface PatternEntry {
  readonly key: string | number | { readonly rest: 'list' | 'record'; readonly from: number } | Expression;
  readonly target: Target;
  readonly fallback: Expression | null;
}

export interface Argument {
  readonly value: Expression;
  /** keyword argument's name */
  readonly name: string | null;
  /** `*xs`, `...xs` spread a list, `**kw` a record */
  readonly spread: 'none' | 'list' | 'record';
}

export type RecordEntry =
  | { readonly key: string | number | Expression; readonly value: Expression }
  | { readonly spread: Expression };

/** `node` is the syntax node it came from: its range is the expression's range. */
export type Expression =
  | { readonly kind: 'constant'; readonly node: NodeIndex; readonly value: Constant; readonly type?: 'char' }
  | { readonly kind: 'variable'; readonly node: NodeIndex; readonly variable: Variable }
  /** a name that no scope in the file declares: a built-in, a wildcard import's class, a global */
  | { readonly kind: 'global'; readonly node: NodeIndex; readonly name: string }
  /** `import a.b` → module `a.b`, name null; `from m import f` / `import {f} from 'm'` → module m, name f; Java class imports → module `java.sql.Statement`, name null. Relative modules keep their spelling (`./db`, `..models`). JS default export is name `default`. */
  | { readonly kind: 'import'; readonly node: NodeIndex; readonly module: string; readonly name: string | null }
  | { readonly kind: 'this'; readonly node: NodeIndex }
  | { readonly kind: 'super'; readonly node: NodeIndex }
  | { readonly kind: 'member'; readonly node: NodeIndex; readonly object: Expression; readonly key: string }
  | { readonly kind: 'index'; readonly node: NodeIndex; readonly object: Expression; readonly index: Expression }
  /** `callee` is a member expression for a method call, a class (or its type's global/import) for construction */
  | {
      readonly kind: 'call';
      readonly node: NodeIndex;
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly construction: boolean;
    }
  /** template literal, f-string, text block with interpolation: parts in order, constants among them */
  | { readonly kind: 'text'; readonly node: NodeIndex; readonly parts: readonly Expression[] }
  /** operands flattened for left-deep chains of one operator (`a + b + c` has three) */
  | {
      readonly kind: 'operation';
      readonly node: NodeIndex;
      readonly operator: Operator;
      readonly operands: readonly Expression[];
    }
  | {
      readonly kind: 'conditional';
      readonly node: NodeIndex;
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** `operator` null: plain; otherwise `target = target operator value`. Its value is what was assigned. `x++` is `+` 1. */
  | {
      readonly kind: 'assign';
      readonly node: NodeIndex;
      readonly target: Target;
      readonly value: Expression;
      readonly operator: Operator | null;
    }
  | { readonly kind: 'record'; readonly node: NodeIndex; readonly entries: readonly RecordEntry[] }
  /** list, tuple, set, array */
  | { readonly kind: 'list'; readonly node: NodeIndex; readonly items: readonly Argument[] }
  /** comprehension or generator: runs its steps as a nested loop in the same scope and yields elements (`key` set: a record) */
  | {
      readonly kind: 'comprehension';
      readonly node: NodeIndex;
      readonly clauses: readonly ComprehensionClause[];
      readonly key: Expression | null;
      readonly element: Expression;
    }
  | { readonly kind: 'function'; readonly node: NodeIndex; readonly definition: FunctionDefinition }
  | { readonly kind: 'class'; readonly node: NodeIndex; readonly definition: ClassDefinition }
  /** cast or type assertion: the value, with its type known to be this */
  | { readonly kind: 'cast'; readonly node: NodeIndex; readonly value: Expression; readonly type: TypeName }
  /** `await x`, `await for`: the value of a promise */
  | { readonly kind: 'await'; readonly node: NodeIndex; readonly value: Expression }
  | { readonly kind: 'yield'; readonly node: NodeIndex; readonly value: Expression | null; readonly delegate: boolean }
  /** evaluate all, value of the last (comma operator) */
  | { readonly kind: 'sequence'; readonly node: NodeIndex; readonly parts: readonly Expression[] }
  /** a tagged template `sql\`…\``: call of `tag` with the literal strings and the parts */
  | {
      readonly kind: 'tagged-text';
      readonly node: NodeIndex;
      readonly tag: Expression;
      readonly parts: readonly Expression[];
    }
  /** JSX element: attributes as a record, children */
  | {
      readonly kind: 'element';
      readonly node: NodeIndex;
      readonly tag: Expression;
      readonly attributes: readonly RecordEntry[];
      readonly children: readonly Expression[];
    }
  /** switch/match used as an expression: steps that end in `yield-value` style returns are lowered to nested conditionals where possible, else this */
  | { readonly kind: 'unknown'; readonly node: NodeIndex; readonly parts: readonly Expression[] };

export interface ComprehensionClause {
  readonly target: Target;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

/** What a loop over a collection binds: values (Python for, Java for-each, JS for-of), keys (JS for-in). */
export type IterationKind = 'elements' | 'keys';

export type Step =
  | { readonly kind: 'evaluate'; readonly node: NodeIndex; readonly expression: Expression }
  | { readonly kind: 'return'; readonly node: NodeIndex; readonly value: Expression | null }
  | { readonly kind: 'throw'; readonly node: NodeIndex; readonly value: Expression | null }
  /** if / else if / else: arms in order, a last arm without condition is the else */
  | { readonly kind: 'branch'; readonly node: NodeIndex; readonly arms: readonly BranchArm[] }
  | {
      readonly kind: 'switch';
      readonly node: NodeIndex;
      readonly subject: Expression;
      readonly cases: readonly SwitchCase[];
      readonly label: string | null;
    }
  | { readonly kind: 'loop'; readonly node: NodeIndex; readonly loop: Loop; readonly label: string | null }
  | {
      readonly kind: 'try';
      readonly node: NodeIndex;
      readonly body: readonly Step[];
      readonly handlers: readonly Handler[];
      readonly otherwise: readonly Step[];
      readonly finally: readonly Step[];
    }
  | { readonly kind: 'break'; readonly node: NodeIndex; readonly label: string | null }
  | { readonly kind: 'continue'; readonly node: NodeIndex; readonly label: string | null }
  | { readonly kind: 'block'; readonly node: NodeIndex; readonly body: readonly Step[]; readonly label: string | null }
  /** `assert c`: what follows may rely on the condition */
  | { readonly kind: 'assert'; readonly node: NodeIndex; readonly condition: Expression };

export interface BranchArm {
  readonly condition: Expression | null;
  readonly body: readonly Step[];
}

export interface SwitchCase {
  readonly node: NodeIndex;
  /** empty: default */
  readonly tests: readonly Expression[];
  readonly body: readonly Step[];
  /** false for arrow cases and match arms, which never run into the next */
  readonly fallsThrough: boolean;
}

export type Loop =
  | {
      readonly kind: 'while';
      readonly condition: Expression | null;
      readonly testsFirst: boolean;
      readonly update: readonly Expression[];
      readonly body: readonly Step[];
      readonly otherwise: readonly Step[];
    }
  | {
      readonly kind: 'each';
      readonly target: Target;
      readonly iterable: Expression;
      readonly iterates: IterationKind;
      readonly body: readonly Step[];
      readonly otherwise: readonly Step[];
    };

export interface Handler {
  readonly node: NodeIndex;
  readonly types: readonly TypeName[];
  readonly target: Target | null;
  readonly body: readonly Step[];
}

/** Decorator or annotation: `@app.route("/")`, `@RequestParam("q")`. */
export interface Annotation {
  readonly node: NodeIndex;
  /** its qualified name when it can be told without evaluation (Java, TS), e.g. `org.springframework…RequestParam` */
  readonly name: string | null;
  /** the decorated-with expression without its arguments */
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

export interface Parameter {
  readonly node: NodeIndex;
  readonly name: string;
  readonly target: Target;
  readonly type: TypeName | null;
  readonly annotations: readonly Annotation[];
  readonly fallback: Expression | null;
  readonly kind: 'plain' | 'rest' | 'keyword-only' | 'keywords';
}

export interface FunctionDefinition {
  /** index in `Program.functions` */
  readonly id: number;
  readonly node: NodeIndex;
  /** '' for anonymous; constructors of every language are `constructor`; the file's own steps are `<main>` */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Step[];
  /** slot → variable name, parameters included (each parameter's variables have slots of their own) */
  readonly slots: readonly string[];
  /** `this`: bound by calls (Java, JS methods and functions); `first`: the first parameter is it (Python methods);
   *  `outer`: taken from the enclosing function (arrow functions, Java lambdas); `none` */
  readonly receiver: 'this' | 'first' | 'outer' | 'none';
  readonly isStatic: boolean;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isPublic: boolean;
  readonly annotations: readonly Annotation[];
  readonly returnType: TypeName | null;
  /** accessor methods are called by reads and writes */
  readonly accessor: 'none' | 'get' | 'set';
}

export interface Field {
  readonly node: NodeIndex;
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: TypeName | null;
  readonly value: Expression | null;
  readonly annotations: readonly Annotation[];
}

export interface ClassDefinition {
  /** index in `Program.classes` */
  readonly id: number;
  readonly node: NodeIndex;
  readonly name: string;
  /** package or module qualified, e.g. `org.acme.Helper`, `Outer.Inner` for nested ones */
  readonly qualifiedName: TypeName;
  /** superclasses and interfaces, first the superclass; expressions so that in-file classes are found */
  readonly bases: readonly Expression[];
  readonly baseTypes: readonly TypeName[];
  readonly fields: readonly Field[];
  readonly methods: readonly FunctionDefinition[];
  /** steps run once when the class is made: static initialisers, class bodies */
  readonly setup: readonly Step[];
  readonly annotations: readonly Annotation[];
}

/** What other files may import from this one. `default` for the JS default export; Java: the class's simple name. */
export interface Export {
  readonly name: string;
  readonly value: Expression;
}

/** Where a file imports something, by its qualified name. */
export interface ImportSite {
  readonly node: NodeIndex;
  readonly name: string;
}

/** One lowered file. */
export interface Program {
  readonly language: string;
  readonly path: string;
  readonly tree: SyntaxTree;
  /** Java package, '' elsewhere */
  readonly namespace: string;
  /** packages imported whole: `java.util` of `import java.util.*` */
  readonly wildcards: readonly string[];
  /** modules and names that the file imports, each once, where that should be told of; may be empty */
  readonly imports: readonly ImportSite[];
  /** the file's own steps; its slots are the file's globals. Functions nested in it see them at depth + 1 */
  readonly main: FunctionDefinition;
  readonly functions: readonly FunctionDefinition[];
  readonly classes: readonly ClassDefinition[];
  readonly exports: readonly Export[];
  /** named syntax kind → how many nodes of it lowered to `unknown` */
  readonly unknownKinds: ReadonlyMap<string, number>;
}
