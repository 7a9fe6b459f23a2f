// Code that is newer than its grammar, spelt as the grammar knows it. What is left out becomes white space and what is put in takes
// the place of white space, so that every offset stays; only the parser reads it, and only where it cannot read the code itself.
// Each pattern begins with what is rare and looks around within bounds: white space without end costs no more than other code.

/** `<in out A, out B>`: nothing but variance can stand there (TypeScript 4.7). */
const VARIANCE = /(?<![\w$])(?:in\s{1,40}out|in|out)(?=\s{1,40}[A-Za-z_$])(?<=[<,]\s{0,80}(?:in\s{1,40}out|in|out))/g;

/** A line that begins with type parameters: a call signature in a type literal, and the member before ended without a semicolon. */
const CALL_SIGNATURE = /[ \t](?=<[A-Z][\w$]{0,80}(?:\s{1,20}extends\s|\s{0,20}[,>=]))(?<=\n[ \t]{1,80})/g;

const blank = (text: string): string => text.replace(/\S/g, ' ');

/** The code in the words of its grammar, the least changed first; empty when there is nothing to respell. */
export function respellings(source: string, languageId: string): string[] {
  if (languageId !== 'typescript') return [];
  const known = source.replace(VARIANCE, blank);
  return [...new Set([known, known.replace(CALL_SIGNATURE, ';')])].filter((each) => each !== source);
}
