// Kinds picked by name and looked up by id: worked out once a grammar, since whoever walks a tree asks at each node.
import { type Grammar, KIND, kindIdOf, NODE_STRIDE, type NodeIndex, type SyntaxTree } from './syntax-tree.ts';

/** Handlers by kind id; undefined where the table has none. */
export type KindTable<Handler> = (grammar: Grammar) => readonly (Handler | undefined)[];

/** Turns handlers by kind name (named kinds) into handlers by kind id. */
export function kindTable<Handler>(handlers: Readonly<Record<string, Handler>>): KindTable<Handler> {
  return perGrammar((grammar) => {
    const table = Array.from<Handler | undefined>({ length: grammar.kinds.length });
    for (const [kind, handler] of Object.entries(handlers)) {
      for (const id of grammar.kindIds.get(kind) ?? []) table[id] = handler;
    }
    return table;
  });
}

/** Whether a node is of one of the kinds. */
export interface KindTest {
  (tree: SyntaxTree, node: NodeIndex): boolean;
  /** ids of the kinds in a grammar */
  readonly kindsIn: (grammar: Grammar) => readonly number[];
}

/** Membership by name: `isKind(tree, node)`. Kinds may be named or tokens. */
export function kindSet(...kinds: readonly string[]): KindTest {
  return kindTest((kind) => kinds.includes(kind));
}

/** The same for whatever can be told from a kind's name, and whether the grammar names it or it is a token. */
export function kindTest(isWanted: (kind: string, isNamed: boolean) => boolean): KindTest {
  const setOf = perGrammar((grammar) =>
    Uint8Array.from(grammar.kinds, (kind, id) => (isWanted(kind, grammar.named[id] === 1) ? 1 : 0)),
  );
  const kindsIn = perGrammar((grammar) =>
    [...setOf(grammar)].flatMap((isMember, kind) => (isMember === 1 ? [kind] : [])),
  );
  return Object.assign(
    (tree: SyntaxTree, node: NodeIndex): boolean => setOf(tree.grammar)[kindIdOf(tree, node)] === 1,
    { kindsIn },
  );
}

const STRING_LITERALS: ReadonlySet<string> = new Set([
  'string',
  'string_literal',
  'template_string',
  'interpreted_string_literal',
  'raw_string_literal',
]);

/** Texts as any of the languages writes them; not the type `string` of TypeScript, which is a token. */
export const isStringLiteral: KindTest = kindTest((kind, isNamed) => isNamed && STRING_LITERALS.has(kind));

/** Every node of the kinds, in source order. */
export function nodesOf(tree: SyntaxTree, { kindsIn }: KindTest): NodeIndex[] {
  const { starts, nodes } = nodesByKind(tree);
  const found: NodeIndex[] = [];
  let kinds = 0;
  for (const kind of kindsIn(tree.grammar)) {
    if (starts[kind] === starts[kind + 1]) continue;
    kinds++;
    for (let at = starts[kind]; at < starts[kind + 1]; at++) found.push(nodes[at]);
  }
  return kinds > 1 ? found.sort((a, b) => a - b) : found;
}

/** All nodes of a tree, kind by kind: those of a kind lie from its start to the next one's, in source order. */
interface NodesByKind {
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
}

const BY_KIND = new WeakMap<SyntaxTree, NodesByKind>();

/** Sorted once a tree: some twenty rules ask for kinds of which most files have hardly any. */
function nodesByKind(tree: SyntaxTree): NodesByKind {
  const known = BY_KIND.get(tree);
  if (known !== undefined) return known;
  const end = tree.count * NODE_STRIDE;
  const starts = new Int32Array(tree.grammar.kinds.length + 1);
  for (let at = KIND; at < end; at += NODE_STRIDE) starts[tree.nodes[at] + 1]++;
  for (let kind = 1; kind < starts.length; kind++) starts[kind] += starts[kind - 1];
  const next = starts.slice();
  const nodes = new Int32Array(tree.count);
  for (let node = 0; node < tree.count; node++) nodes[next[tree.nodes[node * NODE_STRIDE + KIND]]++] = node;
  const sorted = { starts, nodes };
  BY_KIND.set(tree, sorted);
  return sorted;
}

/** Remembers one answer a grammar; the last one without a look-up, since a file asks about its own grammar only. */
function perGrammar<Answer>(make: (grammar: Grammar) => Answer): (grammar: Grammar) => Answer {
  const answers = new WeakMap<Grammar, Answer>();
  let last: Grammar | undefined;
  let lastAnswer: Answer | undefined;
  return (grammar) => {
    if (grammar === last && lastAnswer !== undefined) return lastAnswer;
    const answer = answers.get(grammar) ?? make(grammar);
    answers.set(grammar, answer);
    last = grammar;
    lastAnswer = answer;
    return answer;
  };
}
