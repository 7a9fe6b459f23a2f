// The repairs that the library facts of a language know, by what asks for them; patterns are compiled when first needed.
import type { LibraryFacts, ParameterStyle, RepairFact } from '../facts/library-fact.ts';
import type { PatternCondition } from '../rule.ts';

export interface Repair {
  readonly fact: RepairFact;
  /** the same array each time: what is compiled is remembered by it */
  readonly conditions: readonly PatternCondition[];
}

export interface RepairIndex {
  readonly named: (name: string) => readonly Repair[];
  readonly helper: (name: string) => string | undefined;
  /** how a call of this name takes the values of a query, by the drivers that a file may use */
  readonly parameterStyles: (call: string) => readonly ParameterStyle[];
}

/** Languages whose facts hold for a language, too. */
const SHARED: Readonly<Record<string, readonly string[]>> = { typescript: ['typescript', 'javascript'] };

export function indexRepairs(all: readonly LibraryFacts[], language: string): RepairIndex {
  const languages = SHARED[language] ?? [language];
  const facts = all.filter((library) => languages.includes(library.language));
  const byName = new Map<string, Repair[]>();
  for (const fact of facts.flatMap(({ repairs }) => repairs ?? [])) {
    const { match } = fact;
    const formula = typeof match === 'string' ? { pattern: match } : match;
    const conditions = formula === undefined ? [] : [{ ...formula, languages: [language] }];
    const repair = { fact, conditions };
    for (const name of typeof fact.for === 'string' ? [fact.for] : fact.for) {
      const known = byName.get(name);
      if (known) known.push(repair);
      else byName.set(name, [repair]);
    }
  }
  const helpers = new Map(facts.flatMap((library) => Object.entries(library.helpers ?? {})));
  const styles = new Map(facts.flatMap((library) => Object.entries(library.queryParameters ?? {})));
  return {
    named: (name) => byName.get(name) ?? [],
    helper: (name) => helpers.get(name),
    parameterStyles: (call) => styles.get(call) ?? [],
  };
}
