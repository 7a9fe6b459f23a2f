// Selectors of library facts, parsed: `0`, `receiver`, `all`, `rest:1`, `shell`, `0|sql`, each with a path behind it.
import type { Selector } from './library-fact.ts';

export interface ParsedSelector {
  readonly base: 'receiver' | 'all' | 'rest' | 'argument';
  /** of `argument` and `rest`; -1 when only a keyword is named */
  readonly position: number;
  readonly keyword: string | null;
  /** keys to follow from there; `*` is any element */
  readonly path: readonly string[];
}

/** Users bring facts of their own: a map that lives as long as a server must not keep all of them. */
const MOST_REMEMBERED = 10_000;
const PARSED = new Map<Selector, ParsedSelector>();

/** The parsed form, remembered: the same few dozen selectors appear in all facts. */
export function parseSelector(selector: Selector): ParsedSelector {
  const known = PARSED.get(selector);
  if (known) return known;
  const parsed = typeof selector === 'number' ? positional(selector) : parseText(selector);
  if (PARSED.size >= MOST_REMEMBERED) PARSED.clear();
  PARSED.set(selector, parsed);
  return parsed;
}

function positional(position: number): ParsedSelector {
  return { base: 'argument', position, keyword: null, path: [] };
}

/** What a selector looks like, for the schema. */
export const SELECTOR_PATTERN =
  '^(receiver|all|rest:\\d{1,2}|\\d{1,2}(\\|[A-Za-z_$][\\w$-]*)?|[A-Za-z_$][\\w$-]*)(\\.(\\*|[\\w$-]+))*$';

function parseText(selector: string): ParsedSelector {
  const [base, ...path] = selector.split('.');
  if (base === 'receiver' || base === 'all') return { base, position: -1, keyword: null, path };
  if (base.startsWith('rest:')) return { base: 'rest', position: Number(base.slice(5)), keyword: null, path };
  const [position, keyword] = base.split('|');
  if (/^\d+$/.test(position)) return { base: 'argument', position: Number(position), keyword: keyword ?? null, path };
  return { base: 'argument', position: -1, keyword: base, path };
}
