// Library facts of one language as an index: by qualified name, along type hierarchies, by simple and by bare name.

import { sinkBit, type Taint } from '../flow/taint.ts';
import type { TypeName } from '../ir.ts';
import type {
  AnnotationFact,
  CallFact,
  HandlerFact,
  LibraryFacts,
  Selector,
  SettingsFact,
  SinkKind,
  TextFact,
  ValueFact,
} from './library-fact.ts';
import { type ParsedSelector, parseSelector } from './selectors.ts';

/** A sink of a call, ready to be checked. */
export interface CompiledSink {
  readonly kind: SinkKind;
  readonly bit: Taint;
  readonly inputs: readonly ParsedSelector[];
}

/** A call fact with the name it was found under. */
export interface NamedCall {
  readonly name: string;
  readonly fact: CallFact;
  readonly sinks: readonly CompiledSink[];
  readonly cases: readonly NamedCall[] | null;
  /** matched by bare method name only */
  readonly byName: boolean;
}

export interface NamedValue {
  readonly name: string;
  readonly fact: ValueFact;
}

type Members<Fact> = Map<string, Map<string, Fact>>;

/** What files are for, by what stands in them. */
export interface Purposes {
  /** whether it answers requests of others */
  readonly serves: (source: string) => boolean;
  /** whether it is a command that somebody starts by hand */
  readonly isCommand: (source: string) => boolean;
}

/** Everything known about the libraries of one language. Look-ups remember their answers; nothing else changes. */
export interface FactIndex extends Purposes {
  readonly canonicalName: (name: string) => string;
  /** `owner.member`: the same text each time, since look-ups of a text made anew begin with reading it */
  readonly memberName: (owner: string, member: string) => string;
  /** whether facts say anything about this type or module */
  readonly knows: (owner: string) => boolean;
  /** qualified names of types and owners that end in this simple name */
  readonly withSimpleName: (simple: string) => readonly string[];
  readonly callOf: (type: TypeName, member: string) => NamedCall | undefined;
  readonly callNamed: (name: string) => NamedCall | undefined;
  readonly valueOf: (type: TypeName, member: string) => NamedValue | undefined;
  readonly valueNamed: (name: string) => NamedValue | undefined;
  readonly writeNamed: (name: string) => NamedCall | undefined;
  readonly writeOf: (type: TypeName, member: string) => NamedCall | undefined;
  readonly isType: (name: string) => boolean;
  /** whether unknown methods of this type give back their receiver */
  readonly isFluent: (type: TypeName) => boolean;
  readonly construct: (type: TypeName) => NamedCall | undefined;
  readonly method: (name: string) => NamedCall | undefined;
  readonly annotation: (name: string) => AnnotationFact | undefined;
  readonly handlers: readonly HandlerFact[];
  readonly texts: readonly TextFact[];
  /** whether what it gives must be closed again */
  readonly opens: (name: string) => boolean;
  /** what a parameter of that name is, wherever it stands */
  readonly parameter: (name: string) => ValueFact | undefined;
  /** what a variable of that name is, out of a module (null: out of nowhere) of which nothing is known */
  readonly handedAround: (module: string | null, name: string) => ValueFact | undefined;
  /** what importing a module (or a name of one) says by itself */
  readonly importNamed: (name: string) => NamedCall | undefined;
  readonly settings: readonly SettingsFact[];
  /** the type that every object has, in languages with one */
  readonly rootType: TypeName | null;
  /** whether `type` is `base` or inherits from it */
  readonly inherits: (type: TypeName, base: TypeName) => boolean;
}

/** Names come from the analysed code: an index that lives as long as a server must not keep them all. */
const MOST_REMEMBERED = 20_000;

function remember<Answer>(known: Map<string, Answer>, question: string, answer: Answer): Answer {
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(question, answer);
  return answer;
}

const ROOT_TYPES: Readonly<Record<string, TypeName>> = { java: 'java.lang.Object' };

/** Languages whose facts hold for a language, too. */
const SHARED: Readonly<Record<string, readonly string[]>> = { typescript: ['typescript', 'javascript'] };

const holdsAny =
  (texts: readonly string[]) =>
  (source: string): boolean =>
    texts.some((text) => source.includes(text));

const purposesOf = (facts: readonly LibraryFacts[]): Purposes => ({
  serves: holdsAny(facts.flatMap(({ serves }) => serves ?? [])),
  isCommand: holdsAny(facts.flatMap(({ commands }) => commands ?? [])),
});

/** The facts that hold for `language`, indexed. */
export function compileFacts(all: readonly LibraryFacts[], language: string): FactIndex {
  const languages = SHARED[language] ?? [language];
  const facts = all.filter((library) => languages.includes(library.language));
  const aliases = facts.flatMap((library) => Object.entries(library.aliases ?? {}));
  const canonicalName = canonicaliser(aliases.sort((a, b) => b[0].length - a[0].length));
  const types = new Map<string, TypeEntry>();
  for (const library of facts) addTypes(types, library, canonicalName);
  const calls = membersOf(facts, canonicalName, (library) => library.calls, compileCall);
  const values = membersOf(
    facts,
    canonicalName,
    (library) => library.values,
    (name, fact) => ({ name, fact }),
  );
  const writes = membersOf(facts, canonicalName, (library) => library.writes, compileCall);
  const methods = new Map(
    facts.flatMap((library) =>
      Object.entries(library.methods ?? {}).map(([name, fact]) => [name, compileCall(name, fact, true)] as const),
    ),
  );
  const parameters = new Map(facts.flatMap((library) => Object.entries(library.parameters ?? {})));
  const around = new Map(facts.flatMap((library) => Object.entries(library.handedAround ?? {})));
  const imports = new Map(
    facts.flatMap((library) =>
      Object.entries(library.imports ?? {}).map(([name, fact]) => [name, compileCall(name, fact)] as const),
    ),
  );
  const resources = new Set(facts.flatMap((library) => library.resources ?? []));
  const annotations = new Map(facts.flatMap((library) => Object.entries(library.annotations ?? {})));
  const owners = new Set([...types.keys(), ...calls.keys(), ...values.keys()]);
  const packages = new Set([...owners].map(packageOf).filter((name) => name !== ''));
  const simple = simpleNames(owners);
  const linear = lineariser(types, ROOT_TYPES[language]);
  return {
    canonicalName,
    memberName: createMemberNames(),
    knows: (owner) => owners.has(owner),
    withSimpleName: (name) => simple.get(name) ?? [],
    callOf: inherited(calls, linear),
    callNamed: named(calls, canonicalName),
    valueOf: withWildcard(inherited(values, linear)),
    valueNamed: named(values, canonicalName),
    writeNamed: named(writes, canonicalName),
    writeOf: inherited(writes, linear),
    isType: (name) => types.has(name),
    isFluent: (type) => linear(type).some((each) => types.get(each)?.fluent === true),
    construct: (type) => types.get(type)?.construct,
    method: (name) => methods.get(name),
    annotation: (name) =>
      annotations.get(canonicalName(name)) ?? annotations.get(name.slice(name.lastIndexOf('.') + 1)),
    handlers: facts.flatMap((library) => library.handlers ?? []),
    texts: facts.flatMap((library) => library.texts ?? []),
    opens: (name) => resources.has(name),
    parameter: (name) => parameters.get(name),
    handedAround: (module, name) =>
      module !== null && packages.has(packageOf(canonicalName(module))) ? undefined : around.get(name),
    importNamed: (name) => imports.get(name) ?? imports.get(canonicalName(name)),
    settings: facts.flatMap((library) => library.settings ?? []),
    ...purposesOf(facts),
    rootType: ROOT_TYPES[language] ?? null,
    inherits: (type, base) => linear(type).includes(base),
  };
}

/** The first part of a qualified name; empty for built-ins and for modules named from where the file lies. */
const packageOf = (name: string): string => name.split('.', 1)[0];

function compileCall(name: string, fact: CallFact, byName = false): NamedCall {
  const sinks = Object.entries(fact.sinks ?? {}).map(([kind, inputs]) => ({
    kind: kind as SinkKind,
    bit: sinkBit(kind as SinkKind),
    inputs: asList(inputs).map(parseSelector),
  }));
  const cases = fact.cases?.map((each) => compileCall(name, each, byName)) ?? null;
  return { name, fact, sinks, cases, byName };
}

function asList(inputs: Selector | readonly Selector[]): readonly Selector[] {
  return typeof inputs === 'object' ? inputs : [inputs];
}

/** Replaces the longest prefix that has an alias; answers are remembered. */
function canonicaliser(aliases: readonly (readonly [string, string])[]): (name: string) => string {
  if (aliases.length === 0) return (name) => name;
  const known = new Map<string, string>();
  return (name) => {
    let canonical = known.get(name);
    if (canonical !== undefined) return canonical;
    canonical = name;
    // An alias may lead to another; more than a few hops would be a circle.
    for (let hop = 0; hop < 4; hop++) {
      const current: string = canonical;
      const alias = aliases.find(([prefix]) => current === prefix || current.startsWith(`${prefix}.`));
      if (!alias) break;
      canonical = alias[1] + current.slice(alias[0].length);
      if (canonical === current || alias[1].startsWith(`${alias[0]}.`)) break;
    }
    return remember(known, name, canonical);
  };
}

function createMemberNames(): (owner: string, member: string) => string {
  const known = new Map<string, Map<string, string>>();
  let count = 0;
  return (owner, member) => {
    let ofOwner = known.get(owner);
    let name = ofOwner?.get(member);
    if (name !== undefined) return name;
    if (++count > MOST_REMEMBERED) {
      known.clear();
      ofOwner = undefined;
      count = 0;
    }
    if (ofOwner === undefined) {
      ofOwner = new Map();
      known.set(owner, ofOwner);
    }
    name = `${owner}.${member}`;
    ofOwner.set(member, name);
    return name;
  };
}

interface TypeEntry {
  readonly bases: string[];
  construct: NamedCall | undefined;
  fluent: boolean;
}

function addTypes(types: Map<string, TypeEntry>, library: LibraryFacts, canonicalName: (name: string) => string): void {
  for (const [written, type] of Object.entries(library.types ?? {})) {
    const name = canonicalName(written);
    const entry = types.get(name) ?? { bases: [], construct: undefined, fluent: false };
    entry.fluent ||= type.fluent === true;
    entry.bases.push(...(type.extends ?? []).map(canonicalName));
    if (type.construct) entry.construct ??= compileCall(name, type.construct);
    types.set(name, entry);
  }
}

/** owner → member → fact; the first library that says something of a name is taken. */
function membersOf<Fact, Compiled>(
  facts: readonly LibraryFacts[],
  canonicalName: (name: string) => string,
  part: (library: LibraryFacts) => Readonly<Record<string, Fact>> | undefined,
  compile: (name: string, fact: Fact) => Compiled,
): Members<Compiled> {
  const members: Members<Compiled> = new Map();
  for (const library of facts) {
    for (const [written, fact] of Object.entries(part(library) ?? {})) {
      const name = canonicalName(written);
      const dot = name.lastIndexOf('.');
      const owner = dot < 0 ? '' : name.slice(0, dot);
      let ofOwner = members.get(owner);
      if (!ofOwner) {
        ofOwner = new Map();
        members.set(owner, ofOwner);
      }
      const member = name.slice(dot + 1);
      if (!ofOwner.has(member)) ofOwner.set(member, compile(name, fact));
    }
  }
  return members;
}

function named<Fact>(
  members: Members<Fact>,
  canonicalName: (name: string) => string,
): (name: string) => Fact | undefined {
  // Cutting a name makes two new texts; names are few and asked for all the time.
  const known = new Map<string, Fact | undefined>();
  return (written) => {
    const answer = known.get(written);
    if (answer !== undefined || known.has(written)) return answer;
    const name = canonicalName(written);
    const dot = name.lastIndexOf('.');
    const found = members.get(dot < 0 ? '' : name.slice(0, dot))?.get(name.slice(dot + 1));
    return remember(known, written, found);
  };
}

/** A type and all its bases, nearest first; answers are remembered. */
function lineariser(
  types: ReadonlyMap<string, { readonly bases: readonly string[] }>,
  root: string | undefined,
): (type: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (type) => {
    const answer = known.get(type);
    if (answer) return answer;
    const order = [type];
    for (let index = 0; index < order.length; index++) {
      for (const base of types.get(order[index])?.bases ?? []) if (!order.includes(base)) order.push(base);
    }
    if (root !== undefined && !order.includes(root)) order.push(root);
    return remember(known, type, order);
  };
}

/** Members along the hierarchy of a type, nearest first. */
function inherited<Fact>(
  members: Members<Fact>,
  linear: (type: string) => readonly string[],
): (type: string, member: string) => Fact | undefined {
  // Of most types nothing is known in any of their bases: those with members are worked out once.
  const known = new Map<string, readonly ReadonlyMap<string, Fact>[]>();
  const tablesOf = (type: string): readonly ReadonlyMap<string, Fact>[] => {
    const answer = known.get(type);
    if (answer !== undefined) return answer;
    return remember(
      known,
      type,
      linear(type).flatMap((base) => members.get(base) ?? []),
    );
  };
  return (type, member) => {
    for (const table of tablesOf(type)) {
      const found = table.get(member);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** `Type.*` speaks of all members that have no fact of their own. */
function withWildcard<Fact>(
  find: (type: string, member: string) => Fact | undefined,
): (type: string, member: string) => Fact | undefined {
  return (type, member) => find(type, member) ?? find(type, '*');
}

function simpleNames(owners: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const simple = new Map<string, string[]>();
  for (const owner of owners) {
    const name = owner.slice(owner.lastIndexOf('.') + 1);
    const list = simple.get(name);
    if (list) list.push(owner);
    else simple.set(name, [owner]);
  }
  return simple;
}
