// Pseudonyms: what training may see of code and names. Every word becomes a token under a key of the tenant, so that equal
// words of one tenant look equal, nobody without the key can try words out, and two tenants have nothing in common.
import { createHmac } from 'node:crypto';

const TOKEN_LENGTH = 16;
const MOST_TOKENS = 400;

export type PseudonymKind = 'word' | 'path' | 'function' | 'fingerprint' | 'folder' | 'segment' | 'repository';

export interface Pseudonymizer {
  /** 16 hexadecimal digits */
  token(kind: PseudonymKind, text: string): string;
  /** each folder and the name apart, then the ending in the clear: `['3f…', 'a0…', '.py']` */
  path(path: string): string[];
  /**
   * The code between two lines (1-based, both included) as tokens: keywords and signs as they are, other words as
   * `w:<token>`, numbers as `N`, strings as `S`; comments are gone.
   */
  code(source: string, firstLine: number, lastLine: number): string[];
}

// Order decides. Whatever has begun ends somewhere, so nothing is tried twice. What is open at the end of the text counts as closed: nothing of it gets through as a word.
const LEXEME = new RegExp(
  [
    String.raw`(?<comment>\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|#[^\n]*|--\s[^\n]*|<!--[^]*?(?:-->|$))`,
    String.raw`(?<string>"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\[^]?)*(?:"|$|(?=\n))|'(?:[^'\\\n]|\\[^]?)*(?:'|$|(?=\n))|${'`'}(?:[^${'`'}\\]|\\[^]?)*(?:${'`'}|$))`,
    String.raw`(?<word>[\p{L}_$@][\p{L}\p{N}_$]*)`,
    String.raw`(?<number>\p{N}[\p{L}\p{N}_.]*)`,
    String.raw`(?<sign>[=!<>]=+|=>|->|&&|\|\||[(){}[\]<>=+\-*/%!&|^~?:;,.])`,
    String.raw`(?<newline>\n)`,
    '[^]',
  ].join('|'),
  'gu',
);

/** Words of the languages themselves; none of them says anything of whose code it is. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'abstract and as assert async await bool boolean break byte case catch chan char class const continue def default defer del delete do ' +
    'double elif else enum except export extends false False finally float for from func function global go goto if implements import in ' +
    'instanceof int interface is lambda let long map new nil None nonlocal not null of or package pass private protected public raise range ' +
    'return select self short static string struct super switch synchronized this throw throws true True try type typeof undefined var void ' +
    'while with yield'
  ).split(' '),
);

export function createPseudonymizer(key: Buffer): Pseudonymizer {
  const token: Pseudonymizer['token'] = (kind, text) =>
    createHmac('sha256', key).update(`${kind}\0${text}`, 'utf8').digest('hex').slice(0, TOKEN_LENGTH);
  return {
    token,
    path(path) {
      const ending = /\.[A-Za-z0-9]{1,8}$/.exec(path)?.[0] ?? '';
      const parts = path.slice(0, path.length - ending.length).split(/[\\/]+/);
      return [...parts.filter((part) => part !== '').map((part) => token('path', part)), ending];
    },
    code(source, firstLine, lastLine) {
      const found: string[] = [];
      let line = 1;
      for (const { 0: text, groups = {} } of source.matchAll(LEXEME)) {
        const isWanted = line >= firstLine && line <= lastLine;
        line += countLines(text);
        if (line > lastLine && !isWanted) break;
        const written = isWanted ? lexeme(text, groups, token) : null;
        if (written !== null) found.push(written);
        if (found.length >= MOST_TOKENS) break;
      }
      return found;
    },
  };
}

function lexeme(
  text: string,
  { string, word, number, sign }: Readonly<Record<string, string | undefined>>,
  token: Pseudonymizer['token'],
): string | null {
  if (string !== undefined) return 'S';
  if (number !== undefined) return 'N';
  if (sign !== undefined) return text;
  if (word === undefined) return null;
  return KEYWORDS.has(text) ? text : `w:${token('word', text)}`;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
