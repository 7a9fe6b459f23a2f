// What a password must be: long, and not made of what everybody would guess. No rules of composition (NIST SP 800-63B).

import { isMadeOfCommonPasswords } from './common-passwords.ts';

/** NIST SP 800-63B-4 asks for 15 where the password is all there is. */
export const PASSWORD_LENGTH = { minimum: 15, maximum: 256 } as const;
/** Different characters that must be left when everything guessable is taken away. */
const UNGUESSABLE_CHARACTERS = 8;
/** Parts of a name that are shorter stand in too many words by chance. */
const SHORTEST_NAME_PART = 4;

/** Words that lists of leaked passwords begin with, whole or as parts. */
// biome-ignore format: a list of words
const COMMON = [
  'password', 'passwort', 'passphrase', 'motdepasse', 'contrasena', 'letmein', 'welcome', 'willkommen', 'iloveyou',
  'administrator', 'admin', 'root', 'login', 'secret', 'changeme', 'default', 'master', 'dragon', 'monkey', 'sunshine',
  'princess', 'football', 'baseball', 'superman', 'batman', 'trustno', 'whatever', 'starwars', 'shadow', 'michael',
  'qwertyuiop', 'qwerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm', 'zxcvbn', 'qazwsxedc', 'qazwsx', 'qwertz', 'azerty',
  'abcdefghijklmnopqrstuvwxyz', 'correcthorsebatterystaple', 'hello', 'google', 'internet', 'computer', 'security',
  'company', 'assay', 'spring', 'summer', 'autumn', 'winter', 'january', 'february', 'november', 'december', 'monday',
] as const;
const LETTERS_FOR: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

export interface PasswordOwner {
  readonly email: string | null;
  readonly name: string;
}

/** Why this password will not do, in words for its owner; null when it will. */
export function passwordFault(password: string, owner: PasswordOwner): string | null {
  const normal = password.normalize('NFKC');
  const length = [...normal].length;
  if (length < PASSWORD_LENGTH.minimum) return `must have at least ${PASSWORD_LENGTH.minimum} characters`;
  if (length > PASSWORD_LENGTH.maximum) return `must have at most ${PASSWORD_LENGTH.maximum} characters`;
  const characters = [...normal.toLowerCase()];
  if ([characters.join(''), spelledOut(characters)].some(isMadeOfCommonPasswords)) {
    return 'is made of passwords that many people have; add what nobody would guess';
  }
  if (unguessable(characters, owner).size >= UNGUESSABLE_CHARACTERS) return null;
  return 'is made of common words, rows, repetitions or your own name; add what nobody would guess';
}

/** The characters that stand in no common word, in no name of the owner, and in no run, in whatever spelling. */
function unguessable(characters: readonly string[], owner: PasswordOwner): Set<string> {
  const spelled = spelledOut(characters);
  const guessed = new Set<number>();
  for (const word of [...COMMON, ...nameParts(owner)]) {
    for (let at = spelled.indexOf(word); at !== -1; at = spelled.indexOf(word, at + 1)) {
      for (let offset = 0; offset < word.length; offset++) guessed.add(at + offset);
    }
  }
  const left = new Set<string>();
  for (const [index, character] of characters.entries()) {
    const continues = index > 0 && Math.abs(codeOf(character) - codeOf(characters[index - 1])) <= 1;
    if (!guessed.has(index) && !continues && character.trim() !== '') left.add(character);
  }
  return left;
}

/** One unit for each character, so that places in the text are places in the list. */
function spelledOut(characters: readonly string[]): string {
  return characters.map((one) => LETTERS_FOR[one] ?? (one.length === 1 ? one : ' ')).join('');
}

function codeOf(character: string | undefined): number {
  return character?.codePointAt(0) ?? Number.NaN;
}

function nameParts({ email, name }: PasswordOwner): string[] {
  return `${email ?? ''} ${name}`
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= SHORTEST_NAME_PART);
}
