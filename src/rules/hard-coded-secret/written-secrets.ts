// The texts of a file that are secrets, for taking them out of everything that is said about it. It reads plain text, so
// that nothing slips through in code that does not parse; a text too many costs a word in a sentence, no more.
import { isPlaceholder, looksChosen, looksWritten } from './placeholder.ts';
import { WORD_FORMATS } from './secret-formats.ts';

/** Formats of keys that say what they are, wherever they stand. */
export const SECRET_PATTERNS: readonly RegExp[] = WORD_FORMATS.map(
  ({ pattern }) => new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`),
);

const NAME =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|auth|salt|api[-_]?key|access[-_]?(?:key|id)|(?:private|secret|signing|encryption|master)[-_]?key)';
/** name, what may stand behind it, a sign that gives or compares, and the text between quotes */
const NAMED = new RegExp(
  `${NAME}[\\w-]{0,40}["'\`\\])]{0,3}\\s{0,4}(?::\\s{0,4}[\\w.<>[\\]| ]{1,30}=|:=|=>|[=!]==?|[=:,(])\\s{0,4}[A-Za-z]{0,2}(["'\`])([^"'\`\\n]{4,512})\\1`,
  'gi',
);
/** Far more than any file has that is not a list of them. */
const MOST_SECRETS = 2000;

/** Texts that are given to something called a secret, each once. */
export function writtenSecrets(source: string): string[] {
  const found = new Set<string>();
  for (const [, , text = ''] of source.matchAll(NAMED)) {
    if (!isPlaceholder(text) && (looksChosen(text) || (text.length >= 6 && looksWritten(text)))) found.add(text);
    if (found.size >= MOST_SECRETS) break;
  }
  return [...found];
}
