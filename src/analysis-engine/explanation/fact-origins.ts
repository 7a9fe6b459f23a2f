// Finds the library facts that a name comes from, for explanations: the compiled facts do not keep it.
import type { LibraryFacts } from '../facts/library-fact.ts';
import type { FactOrigin } from './explanation.ts';

const PARTS = ['calls', 'values', 'writes', 'types', 'methods', 'annotations'] as const;

/** The first library of the language that says something of this name, or under these words; null when none does. */
export function factOrigin(
  facts: readonly LibraryFacts[],
  language: string,
  name: string,
  says = '',
): FactOrigin | null {
  const own = facts.filter((library) => library.language === language || isShared(library.language, language));
  const byName = own.find((library) =>
    PARTS.some((part) => {
      const keys = Object.keys(library[part] ?? {});
      return keys.some((key) => key === name || canonical(library, key) === name);
    }),
  );
  // What annotations and handlers declare has no name of its own.
  const quoted = JSON.stringify(says);
  const library = byName ?? (says === '' ? undefined : own.find((each) => JSON.stringify(each).includes(quoted)));
  if (library === undefined) return null;
  return { name, library: library.library, file: library.file ?? null };
}

const isShared = (of: string, language: string): boolean => of === 'javascript' && language === 'typescript';

function canonical({ aliases }: LibraryFacts, name: string): string {
  for (const [prefix, target] of Object.entries(aliases ?? {})) {
    if (name === prefix || name.startsWith(`${prefix}.`)) return target + name.slice(prefix.length);
  }
  return name;
}
