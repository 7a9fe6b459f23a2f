// Kinds picked by name and looked up by id: worked out once a grammar, since whoever walks a tree asks at each node.
import { type Grammar, kindIdOf, type NodeIndex, type SyntaxTree } from './syntax-tree.ts';

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
export type KindTest = (tree: SyntaxTree, node: NodeIndex) => boolean;

/** Membership by name: `isKind(tree, node)`. Kinds may be named or tokens. */
export function kindSet(...kinds: readonly string[]): KindTest {
  return kindTest((kind) => kinds.includes(kind));
}

/** The same for whatever can be told from a kind's name, and whether the grammar names it or it is a token. */
export function kindTest(isWanted: (kind: string, isNamed: boolean) => boolean): KindTest {
  const setOf = perGrammar((grammar) =>
    Uint8Array.from(grammar.kinds, (kind, id) => (isWanted(kind, grammar.named[id] === 1) ? 1 : 0)),
  );
  return (tree, node) => setOf(tree.grammar)[kindIdOf(tree, node)] === 1;
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
export function nodesOf(tree: SyntaxTree, isWanted: KindTest): NodeIndex[] {
  const nodes: NodeIndex[] = [];
  for (let node = 0; node < tree.count; node++) if (isWanted(tree, node)) nodes.push(node);
  return nodes;
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
