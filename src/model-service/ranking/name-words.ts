// The words of a name: `loadHTTPInvoice_v2` is load, http, invoice, v.

const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+/gu;
const MOST_WORDS = 6;
const LONGEST_NAME = 300;

/** In order, each once, in lower case; numbers and single letters say nothing. */
export function wordsOfNames(names: readonly string[]): string[] {
  const words = new Set<string>();
  for (const name of names) {
    for (const [word] of name.slice(0, LONGEST_NAME).matchAll(WORD)) {
      if (word.length > 1) words.add(word.toLowerCase());
      if (words.size === MOST_WORDS) return [...words];
    }
  }
  return [...words];
}
