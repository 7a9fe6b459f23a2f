// The vocabulary of token kinds and the hashes under which spellings are looked up.

/** What a token is, whatever its spelling. */
export const KIND = {
  word: 1,
  capitalised: 2,
  allCaps: 3,
  number: 4,
  doubleQuoted: 5,
  singleQuoted: 6,
  punctuation: 7,
  lineStart: 8,
  lineEnd: 9,
  backquoted: 10,
  comment: 11,
} as const;

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Hash of `text` from `start` to `end` (exclusive); 32-bit FNV-1a over UTF-16 code units. */
export function spellingHash(text: string, start = 0, end = text.length): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash;
}

/** A comment marker is another token than the same characters as punctuation. */
export const commentHash = (marker: string): number => spellingHash(`comment ${marker}`);

/** Spellings for what the characters alone would not tell apart: indentation, `a<b` and `<b`, `:symbol`, `font-size`. */
export const SPELLING = {
  columnZero: spellingHash('\n0'),
  spaceIndent: spellingHash('\n '),
  tabIndent: spellingHash('\n\t'),
  lineEnd: spellingHash('\n$'),
  symbolColon: spellingHash(':s'),
  tightHyphen: spellingHash('-t'),
  tightLess: spellingHash('<t'),
  tagLess: spellingHash('<w'),
  plain: spellingHash('\n_'),
  fence: spellingHash('```'),
} as const;

export const LETTER = 1;
export const DIGIT = 2;
export const SPACE = 4;
const CLASSES = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const s = String.fromCharCode(c);
  if (/[A-Za-z_]/.test(s)) CLASSES[c] = LETTER;
  else if (/[0-9]/.test(s)) CLASSES[c] = DIGIT;
  else if (c <= 32) CLASSES[c] = SPACE;
}
/** LETTER, DIGIT, SPACE or 0; everything beyond ASCII is a letter. NaN (beyond the end) is 0. */
export function characterClass(code: number): number {
  if (code >= 128) return LETTER;
  return CLASSES[code] ?? 0;
}

const OPERATOR_LIST =
  '=== !== <=> <<= >>= >>> ... ..< ..= --- +++ ??= |>> <|> --> && || == != <= >= => -> <- ~> :: := ++ -- += -= ' +
  '*= /= |= .. ?. ?? ?: |> <| >> << <> =~ !~ ** // </ /> <? ?> <% %> {{ }} {% %} {# #} #[ #{ #( ${ $( $$ $@ $< @@ @" @{ ' +
  '@[ @( %{ %[ %( %% !! \\( [[ ]] ;; ~~ <! [: :] .( -| +. *. ~/ /\\ \\/ %" =< \\= \\+ :-';

/** Operators of several characters, by first character code, longest first. */
const OPERATORS = new Map<number, { readonly text: string; readonly hash: number }[]>();
for (const text of OPERATOR_LIST.split(' ')) {
  const first = text.charCodeAt(0);
  const list = OPERATORS.get(first) ?? [];
  list.push({ text, hash: spellingHash(text) });
  list.sort((a, b) => b.text.length - a.text.length);
  OPERATORS.set(first, list);
}

/** The longest operator of several characters at `at`, or null. */
export function operatorAt(text: string, at: number): { readonly text: string; readonly hash: number } | null {
  const list = OPERATORS.get(text.charCodeAt(at));
  if (list === undefined) return null;
  for (const operator of list) if (text.startsWith(operator.text, at)) return operator;
  return null;
}
