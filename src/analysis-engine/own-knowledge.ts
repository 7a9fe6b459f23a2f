// Rules and facts of a user's own, which an analysis takes beside the engine's.
import { compileFacts, type FactIndex } from './facts/compile.ts';
import type { LibraryFacts } from './facts/library-fact.ts';
import type { Rule } from './rule.ts';

/** The same object for the same content: what is compiled for it is kept as long as it is. */
export interface OwnKnowledge {
  readonly rules: readonly Rule[];
  readonly facts: readonly LibraryFacts[];
}

export interface WithOwn {
  /** the engine's rules with the user's own behind them; the same list for the same two */
  rules(selected: readonly Rule[], own: OwnKnowledge | undefined): readonly Rule[];
  /** facts of a language, the user's own last */
  factsOf(language: string, own: OwnKnowledge | undefined): FactIndex;
}

/** Puts own rules and facts beside `facts`, each pair once. */
export function createWithOwn(facts: readonly LibraryFacts[]): WithOwn {
  const builtIn = new Map<string, FactIndex>();
  const indexes = new WeakMap<OwnKnowledge, Map<string, FactIndex>>();
  const lists = new WeakMap<OwnKnowledge, WeakMap<readonly Rule[], readonly Rule[]>>();
  return {
    rules(selected, own) {
      if (own === undefined || own.rules.length === 0) return selected;
      const known = lists.get(own) ?? new WeakMap<readonly Rule[], readonly Rule[]>();
      lists.set(own, known);
      const list = known.get(selected) ?? [...selected, ...own.rules];
      known.set(selected, list);
      return list;
    },
    factsOf(language, own) {
      const isOwn = own !== undefined && own.facts.length > 0;
      const known = isOwn ? (indexes.get(own) ?? new Map<string, FactIndex>()) : builtIn;
      if (isOwn) indexes.set(own, known);
      const index = known.get(language) ?? compileFacts(isOwn ? [...facts, ...own.facts] : facts, language);
      known.set(language, index);
      return index;
    },
  };
}
