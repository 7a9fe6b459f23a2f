// What people tell the engine about libraries: summaries written by hand, in YAML, one vocabulary for all languages.
// A fact belongs to a qualified name: `java.sql.Statement.executeQuery` (type + method), `flask.request`, `Math.random`.
import type { TypeName } from '../ir.ts';

/** Where untrusted or otherwise noteworthy values come from. One bit each. */
export const SOURCE_KINDS = [
  'user-input', // HTTP requests and the like
  'parameter', // a parameter of a function nobody in sight calls: lower confidence
  'environment', // argv, environment, standard input
  'storage', // files, database rows, other services' answers
  'weak-random', // a predictable random number
  'archive-entry', // names of entries in an archive, which its maker chooses
  'sensitive', // passwords, keys, personal data: must not be shown or logged
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** What a value can be dangerous for. One bit each; sources and sinks together fill the 31 bits that there are. */
export const SINK_KINDS = [
  'sql',
  'nosql',
  'command',
  'code',
  'path',
  'html',
  'ldap',
  'xpath',
  'template',
  'header',
  'redirect',
  'url', // server-side request forgery
  'log',
  'expression',
  'deserialisation',
  'xml',
  'trust-boundary',
  'regex',
  'prototype',
  'secret-use', // a value used as key, token, password or session id: must not be predictable
  'format',
  'mass-assignment',
  'allocation', // a size or a count that decides how much is allocated or done
  'reflection', // a name by which a class, a method or a module is looked up
] as const;
export type SinkKind = (typeof SINK_KINDS)[number];

/**
 * Names an input of a call: a position (`0`), `receiver`, `all` (every argument), `rest:1` (position 1 and after),
 * a keyword (`shell`), or position and keyword of one parameter (`0|sql`). A path into it follows dots: `1.secure`
 * is key `secure` of the second argument, `0.*` any element.
 */
export type Selector = string | number;

/** What a value is: used for results, reads, callback and handler parameters. All parts combine. */
export interface ValueFact {
  /** makes taint of this source kind, dangerous for every sink kind (or those in `dangerousFor`) */
  readonly source?: SourceKind;
  readonly dangerousFor?: readonly SinkKind[];
  /** somebody types it at a prompt: as code or a command it is more than what whoever starts the program hands it */
  readonly typed?: true;
  /** words for the trace: "HTTP query parameter"; default made from the name */
  readonly says?: string;
  /** runtime type: its facts apply to members and calls; `receiver` means the receiver's own type */
  readonly type?: TypeName;
  /** derived from these inputs: taint flows (deep), constants and keys do not */
  readonly from?: readonly Selector[];
  /** is this very input: keys, constants, type and identity kept */
  readonly same?: Selector;
  /** read of a collection: element under a key or index, or any element (`key: '*'`) of an input */
  readonly element?: { readonly of: Selector; readonly key: Selector | '*'; readonly fallback?: Selector };
  /** a list (or iterator, stream, promise of list) whose every element is this */
  readonly elements?: ValueFact;
  /** a record with these members; `*` is any other */
  readonly keys?: Readonly<Record<string, ValueFact>>;
  /** no taint whatever comes in (numbers, booleans, digests) */
  readonly clean?: boolean;
  /** the derived value is no longer dangerous for these */
  readonly safeFor?: readonly (SinkKind | 'all')[];
  /** pure function of the flow pass evaluated on constants, `string.substring`, … taint comes from its inputs as well */
  readonly compute?: string;
  readonly constant?: string | number | boolean | null;
  /** the member of an input whose name is the constant text in another one */
  readonly member?: { readonly of: Selector; readonly key: Selector };
  /** the module that the constant text in this input names */
  readonly symbol?: Selector;
  /** result of calling the function given in this input (map, Promise.then, computeIfAbsent) */
  readonly resultOf?: Selector;
  /** with `resultOf`/`from`: the result is a list of it */
  readonly list?: boolean;
}

/** What a call does to its inputs. `on` defaults to the receiver. */
export type EffectFact =
  | { readonly do: 'put'; readonly on?: Selector; readonly key: Selector; readonly value: Selector }
  /** beside what is under that key already: listeners of an event */
  | { readonly do: 'add'; readonly on?: Selector; readonly key: Selector; readonly value: Selector }
  /** a key known by name: `cookie.setSecure(x)` sets `secure` */
  | {
      readonly do: 'set';
      readonly on?: Selector;
      readonly key: string;
      readonly value: Selector | { readonly constant: string | number | boolean | null };
    }
  | { readonly do: 'append'; readonly on?: Selector; readonly value: Selector }
  | { readonly do: 'prepend'; readonly on?: Selector; readonly value: Selector }
  | { readonly do: 'remove-at'; readonly on?: Selector; readonly index: Selector }
  | { readonly do: 'remove-key'; readonly on?: Selector; readonly key: Selector }
  | { readonly do: 'clear'; readonly on?: Selector }
  /** all keys and elements of `from` too */
  | { readonly do: 'merge'; readonly on?: Selector; readonly from: Selector }
  /** the object now carries the taint of these inputs (buffers, builders, unknown setters) */
  | { readonly do: 'taint'; readonly on?: Selector; readonly from: readonly Selector[] }
  /** text is added at the end: StringBuilder.append */
  | { readonly do: 'concat'; readonly on?: Selector; readonly value: Selector }
  /** becomes a source: `stream.read(buffer)` */
  | { readonly do: 'become'; readonly on: Selector; readonly value: ValueFact }
  /** entries of the property, JSON or YAML file named by the constant `path` (a stream of it, too), from the context files */
  | { readonly do: 'load-properties'; readonly on?: Selector; readonly path: Selector };

/** A template of the project is filled: what it prints unescaped ends in the page. */
export interface RenderFact {
  /** name of the template; a constant */
  readonly template: Selector;
  /** object with the variables by name, or the call's own keyword arguments */
  readonly variables: Selector | 'keywords';
  /** the template language where the file's ending leaves it open */
  readonly language?: string;
  /** other than the template language does by itself: nothing is escaped, or everything by its place in the page */
  readonly escapes?: 'none' | 'contextual';
}

/** A function handed in is called with these arguments (handlers, callbacks, array methods). */
export interface CallbackFact {
  readonly argument: Selector;
  /** only the element of it under this key, when that is constant: the listeners of one event */
  readonly key?: Selector;
  readonly with: readonly ValueFact[];
  /** only for functions with so many parameters; goes before entries without (`(error, req, res, next)`) */
  readonly arity?: number;
  /** what it returns ends in these sinks */
  readonly resultSinks?: readonly SinkKind[];
}

/** An argument must (not) have such a value for the sink or tag to count. */
export interface WhenFact {
  readonly argument: Selector;
  /** constant equals one of these; `absent` matches a missing argument, `unknown` a value that is not constant */
  readonly is?: readonly (string | number | boolean | null | 'absent' | 'unknown')[];
  readonly not?: readonly (string | number | boolean | null | 'absent' | 'unknown')[];
  /** regular expression on a constant string, case-insensitive, bounded by the schema to plain patterns */
  readonly matches?: string;
  /** the argument is put together at the call, and the constant text in front of it matches: `"/" + name` */
  readonly starts?: string;
  /** the argument's type is one of these (`string`, `record`, `list`, …); `unknown` is a type that is not known */
  readonly type?: readonly TypeName[];
  /** whether it is an object that is known to be empty: `Object.assign({}, x)` only copies */
  readonly empty?: boolean;
}

/** A call that tests a value: in the branch where the result is `outcome`, `on` is safe for these. */
export interface GuardFact {
  readonly on: Selector;
  readonly outcome?: boolean;
  readonly safeFor: readonly (SinkKind | 'all')[];
}

/** Facts of a callable. */
export interface CallFact {
  /** sink kind → inputs that must not carry it */
  readonly sinks?: Partial<Readonly<Record<SinkKind, Selector | readonly Selector[]>>>;
  readonly when?: readonly WhenFact[];
  /** its sinks only look: nothing is made or changed there */
  readonly reads?: boolean;
  readonly returns?: ValueFact;
  readonly effects?: readonly EffectFact[];
  readonly callbacks?: readonly CallbackFact[];
  readonly guard?: GuardFact;
  readonly renders?: RenderFact;
  /** a test of the result tells as much of this input: `path.relative(root, file)` of `file` */
  readonly tellsOf?: Selector;
  /** never returns, as a statement of its own: `abort(404)`, `sys.exit()` */
  readonly stops?: boolean;
  /**
   * Uses that non-flow rules look for: name of the use → named inputs, e.g. `hash: { algorithm: 0 }`,
   * `cookie: { cookie: 0 }`, `cipher: { transformation: 0 }`, `weak-random: {}`.
   */
  readonly uses?: Readonly<
    Record<string, Readonly<Record<string, Selector | { readonly constant: string | number | boolean | null }>>>
  >;
  /** the uses are reported where this input was made, when that is in the same file: a cookie's own literal */
  readonly at?: Selector;
  /** the same fact under a condition each: the first whose `when` holds is taken, none: no fact; `uses` beside them always count */
  readonly cases?: readonly CallFact[];
}

/** What an annotation or decorator says of the function, parameter or class it stands on. */
export interface AnnotationFact {
  /** on a parameter: its value; on a function: every plain parameter's value */
  readonly parameter?: ValueFact;
  /** on a function: parameters by position, after the receiver */
  readonly parameters?: readonly ValueFact[];
  /**
   * regular expression run over the annotation's first text: its groups are names of parameters that are numbers, as
   * `id` is under `@app.route("/users/<int:id>")`
   */
  readonly numbers?: string;
  /** on a function: it runs only where these reads are what the annotation's first text says, unless that matches `unless` */
  readonly fixes?: { readonly reads: readonly string[]; readonly unless: string };
  /** on a function (or its class): what it returns ends in these sinks */
  readonly resultSinks?: readonly SinkKind[];
  /** regular expression on the annotation's own text: what its function returns is no page */
  readonly noPage?: string;
  /** uses that non-flow rules look for; inputs are the annotation's own arguments: `0|value`, `origins` */
  readonly uses?: CallFact['uses'];
}

/** A file that assigns one of these names at its top: its assignments there are writes to members of this type. */
export interface SettingsFact {
  readonly names: readonly string[];
  readonly type: TypeName;
}

/** Functions recognised by the names of their parameters alone (`(req, res)`): used when nothing better is known. */
export interface HandlerFact {
  /** only functions of this name: `handler`, `getServerSideProps` */
  readonly name?: string;
  /** `*` stands for any name */
  readonly parameters: readonly string[];
  readonly with: readonly ValueFact[];
  /** not methods of classes whose name matches: a client sends requests, and serves none */
  readonly unlessIn?: string;
}

/** A text that begins like this (regular expression on its first constant part) is such a sink, and no other one of `insteadOf`. */
export interface TextFact {
  readonly begins: string;
  readonly sink: SinkKind;
  readonly insteadOf?: readonly SinkKind[];
}

/**
 * A way to mend what a rule warns of, in this library's own style. In its texts `$X` is what the pattern bound,
 * `#{module}` and `#{module:name}` are what such an import is called in the file (added where it is missing), `#{fn:name}`
 * is a helper of the file (see `LibraryFacts.helpers`).
 */
export interface RepairFact {
  /** what asks for it: names that rules know, `hash`, `cookie.secure`, `encode.html` */
  readonly for: string | readonly string[];
  /** code it applies to: a pattern, or conditions in the Semgrep rule language */
  readonly match?: string | Readonly<Record<string, unknown>>;
  /** only in files that hold this text, as the name of a library is; with a `!` in front: only in others */
  readonly when?: string;
  /** the reason and the change in one sentence */
  readonly says: string;
  /** instead of what matched */
  readonly replace?: string;
  /** keyword arguments of the call that matched: set, or changed where they are there */
  readonly keywords?: Readonly<Record<string, string>>;
  /** keys of the object that is the argument at this place of the call that matched */
  readonly options?: { readonly at: number; readonly set: Readonly<Record<string, string>> };
  /** fields of the literal that was found, in Go */
  readonly fields?: Readonly<Record<string, string>>;
  /** statements around the one that holds the match */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** the statement goes */
  readonly remove?: true;
  /** an expression that makes `$IT` harmless */
  readonly encode?: string;
  /** names of calls whose work the new code does in another way */
  readonly replaces?: readonly string[];
}

/** How a library takes the values of a query beside its text. */
export interface ParameterStyle {
  /** only in files that hold this text: what one name means depends on the driver */
  readonly when?: string;
  /** what stands for a value: `?`, `%s`; with `#` for its number (`$#`) or `*` for its name (`:*`) */
  readonly placeholder: string;
  /** the argument with the text */
  readonly text: number;
  /**
   * how the values are handed over: as one `list` (`[a, b]`) or `tuple` (`(a, b)`), as `arguments`, as `keywords` or
   * a `record` by name,
   * as a list under `key` of the options, by `setters` of the statement that the call makes, or by those of one that is
   * made in place of the `statement` that runs it
   */
  readonly values: 'list' | 'tuple' | 'arguments' | 'keywords' | 'record' | 'key' | 'setters' | 'statement';
  /** the key of the options, or the keyword, that takes them */
  readonly key?: string;
  /** arguments between the text and the values; all that there are when it is negative */
  readonly skip?: number;
  /** the text is wrapped in this call: `#{sqlalchemy:text}` */
  readonly wrap?: string;
}

/** One `library-facts/<language>/<library>.yaml`. Keys are qualified names. */
export interface LibraryFacts {
  readonly library: string;
  readonly language: string;
  /** where they are written down, below the engine: for explanations; added when they are compiled */
  readonly file?: string;
  /** prefix → canonical prefix: `jakarta.servlet` → `javax.servlet` */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly types?: Readonly<
    Record<
      TypeName,
      {
        readonly extends?: readonly TypeName[];
        readonly construct?: CallFact;
        readonly says?: string;
        /** a builder: methods of which nothing else is known give back the receiver, with what they were given */
        readonly fluent?: boolean;
      }
    >
  >;
  /** reads of names and members, without a call */
  readonly values?: Readonly<Record<string, ValueFact>>;
  /**
   * assignments to members: `document.cookie`, `element.innerHTML`: input `0` is the assigned value. Entries under a
   * constant key, and what a class that extends the type assigns in its body, count as well.
   */
  readonly writes?: Readonly<Record<string, CallFact>>;
  readonly calls?: Readonly<Record<string, CallFact>>;
  readonly annotations?: Readonly<Record<string, AnnotationFact>>;
  readonly handlers?: readonly HandlerFact[];
  /** texts whose beginning says where they will end: what is joined to `redirect:` is a redirect's target */
  readonly texts?: readonly TextFact[];
  /** calls and types (when constructed) that give something which must be closed again */
  readonly resources?: readonly string[];
  /** parameters known by their own name, wherever they stand, when nothing better is known: `$`, `$sce` */
  readonly parameters?: Readonly<Record<string, ValueFact>>;
  /** variables that projects hand around in modules of their own, by name: what one is where its module tells nothing */
  readonly handedAround?: Readonly<Record<string, ValueFact>>;
  /** modules whose import alone is noteworthy */
  readonly imports?: Readonly<Record<string, { readonly uses: NonNullable<CallFact['uses']> }>>;
  /** files of settings, recognised by what they assign */
  readonly settings?: readonly SettingsFact[];
  /** texts of which any says that a file answers requests of others: names of modules, types and annotations of servers */
  readonly serves?: readonly string[];
  /** texts of which any says that a file is a command that somebody starts by hand: how it reads its arguments */
  readonly commands?: readonly string[];
  /** ways to mend what is found in the use of this library; the first that applies is the first choice */
  readonly repairs?: readonly RepairFact[];
  /** functions that repairs add to a file, by name */
  readonly helpers?: Readonly<Record<string, string>>;
  /** by the name of a call that runs queries (SQL, XPath): `sqlite3.Cursor.execute`, or `execute` for receivers of unknown type */
  readonly queryParameters?: Readonly<Record<string, readonly ParameterStyle[]>>;
  /** methods whose receiver's type is unknown, by bare name, at lower confidence: `executeQuery` */
  readonly methods?: Readonly<Record<string, CallFact>>;
}
