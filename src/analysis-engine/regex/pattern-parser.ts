// Reads a regular expression of JavaScript, Python or Java into its parts. What it does not know makes the whole unknown:
// a wrong claim about somebody's pattern is worse than none.
import { ANY, type CharacterSet, classEscape, complement, NOT_NEWLINE, union } from './character-set.ts';

export type Pattern =
  | { readonly kind: 'characters'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  /** `most` null: no bound; `possessive`: gives nothing back */
  | { readonly kind: 'repeat'; readonly body: Pattern; readonly least: number; readonly most: number | null }
  /** matches no characters, but may refuse: `$`, `\b`, look-around */
  | { readonly kind: 'assertion'; readonly isEnd: boolean };

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

class Unreadable extends Error {}

/** Groups nested deeper than this are machine-made. */
const DEEPEST = 40;
const LONGEST = 1000;

/** The parsed pattern, or null where it has something that this does not know. */
export function parsePattern(text: string): Pattern | null {
  if (text.length > LONGEST) return null;
  const reader: Reader = { text, at: 0, depth: 0 };
  try {
    const pattern = readChoice(reader);
    return reader.at === text.length ? pattern : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function readChoice(reader: Reader): Pattern {
  if (++reader.depth > DEEPEST) throw new Unreadable();
  const options = [readSequence(reader)];
  while (reader.text[reader.at] === '|') {
    reader.at++;
    options.push(readSequence(reader));
  }
  reader.depth--;
  return options.length === 1 ? options[0] : { kind: 'choice', options };
}

function readSequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  while (reader.at < reader.text.length && reader.text[reader.at] !== '|' && reader.text[reader.at] !== ')') {
    parts.push(readRepeat(reader, readAtom(reader)));
  }
  return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
}

function readRepeat(reader: Reader, atom: Pattern): Pattern {
  let pattern = atom;
  for (;;) {
    const bounds = readBounds(reader);
    if (bounds === null) return pattern;
    const next = reader.text[reader.at];
    if (next === '?') reader.at++;
    // A possessive repetition gives nothing back: that is another kind of pattern.
    else if (next === '+') throw new Unreadable();
    pattern = { kind: 'repeat', body: pattern, least: bounds[0], most: bounds[1] };
  }
}

function readBounds(reader: Reader): readonly [number, number | null] | null {
  const next = reader.text[reader.at];
  if (next === '*' || next === '+' || next === '?') {
    reader.at++;
    if (next === '?') return [0, 1];
    return [next === '*' ? 0 : 1, null];
  }
  const match = next === '{' ? /^\{(\d*)(,?)(\d*)\}/.exec(reader.text.slice(reader.at, reader.at + 24)) : null;
  if (match === null || (match[1] === '' && match[3] === '')) return null;
  reader.at += match[0].length;
  const least = Number(match[1]);
  if (match[2] === '') return [least, least];
  return [least, match[3] === '' ? null : Number(match[3])];
}

function readAtom(reader: Reader): Pattern {
  const character = reader.text[reader.at++];
  switch (character) {
    case '(':
      return readGroup(reader);
    case '[':
      return { kind: 'characters', set: readClass(reader) };
    case '.':
      return { kind: 'characters', set: NOT_NEWLINE };
    case '^':
      return { kind: 'assertion', isEnd: false };
    case '$':
      return { kind: 'assertion', isEnd: true };
    case '\\':
      return readEscape(reader);
    case '*':
    case '+':
    case '?':
      throw new Unreadable();
    default:
      return characterOf(character.charCodeAt(0));
  }
}

const characterOf = (code: number): Pattern => ({ kind: 'characters', set: [[code, code]] });

function readGroup(reader: Reader): Pattern {
  const head = /^\?(?::|=|!|<=|<!|P?<[A-Za-z_]\w*>)/.exec(reader.text.slice(reader.at, reader.at + 60));
  if (head === null && reader.text[reader.at] === '?') throw new Unreadable();
  reader.at += head?.[0].length ?? 0;
  const inner = readChoice(reader);
  if (reader.text[reader.at++] !== ')') throw new Unreadable();
  return head !== null && /^\?<?[=!]/.test(head[0]) ? { kind: 'assertion', isEnd: true } : inner;
}

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0, a: 7, e: 27 };

function readEscape(reader: Reader): Pattern {
  const letter = reader.text[reader.at++];
  if (letter === undefined) throw new Unreadable();
  if (/[bBAG]/.test(letter)) return { kind: 'assertion', isEnd: /[bB]/.test(letter) };
  if (/[zZ]/.test(letter)) return { kind: 'assertion', isEnd: true };
  const set = classEscape(letter);
  return set === null ? characterOf(readCode(reader, letter)) : { kind: 'characters', set };
}

function readCode(reader: Reader, letter: string): number {
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  if (letter === 'x' || letter === 'u') {
    const match = (letter === 'x' ? /^[\da-fA-F]{2}/ : /^[\da-fA-F]{4}/).exec(
      reader.text.slice(reader.at, reader.at + 4),
    );
    if (match === null) throw new Unreadable();
    reader.at += match[0].length;
    return Number.parseInt(match[0], 16);
  }
  // Back references, properties, quotations.
  if (/[A-Za-z1-9]/.test(letter)) throw new Unreadable();
  return letter.charCodeAt(0);
}

function readClass(reader: Reader): CharacterSet {
  const isNegated = reader.text[reader.at] === '^';
  if (isNegated) reader.at++;
  const sets: CharacterSet[] = [];
  for (let isFirst = true; ; isFirst = false) {
    const character = reader.text[reader.at];
    if (character === undefined) throw new Unreadable();
    if (character === ']' && !isFirst) break;
    // Java's nested classes and intersections.
    if (character === '[' || (character === '&' && reader.text[reader.at + 1] === '&')) throw new Unreadable();
    sets.push(readClassItem(reader));
  }
  reader.at++;
  const set = union(sets);
  if (isNegated) return complement(set);
  return set.length === 0 ? ANY : set;
}

function readClassItem(reader: Reader): CharacterSet {
  const from = readClassCharacter(reader);
  if (typeof from !== 'number') return from;
  if (reader.text[reader.at] !== '-' || reader.text[reader.at + 1] === ']') return [[from, from]];
  reader.at++;
  const to = readClassCharacter(reader);
  if (typeof to !== 'number') return union([[[from, from]], [[45, 45]], to]);
  return from <= to ? [[from, to]] : [];
}

function readClassCharacter(reader: Reader): number | CharacterSet {
  const character = reader.text[reader.at++];
  if (character === undefined) throw new Unreadable();
  if (character !== '\\') return character.charCodeAt(0);
  const letter = reader.text[reader.at++];
  if (letter === undefined) throw new Unreadable();
  if (letter === 'b') return 8;
  return classEscape(letter) ?? readCode(reader, letter);
}
