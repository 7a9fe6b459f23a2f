// The built-in library facts, from the module that `npm run generate` compiles out of the YAML files beside this one.
import type { LibraryFacts } from '../facts/library-fact.ts';
import { LIBRARY_FACTS_JSON } from './library-facts.generated.ts';

/** Facts of every language. Parsed anew at each call: the engine compiles them once and drops them. */
export function libraryFacts(): readonly LibraryFacts[] {
  return JSON.parse(LIBRARY_FACTS_JSON) as readonly LibraryFacts[];
}
