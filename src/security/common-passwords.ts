// The commonest passwords, and whether a password is nothing but them. The list is a file of 12,000 (of six letters and digits or more, from the
// dictionary of zxcvbn-ts, MIT), read when the first password is set: no address is asked.
import { readFileSync } from 'node:fs';

const SHORTEST = 6;
/** Years and counts that people put behind. */
const TAIL = /[0-9]{1,4}$/;

let known: ReadonlySet<string> | null = null;

/**
 * Whether the letters and digits of a password are one common password, two of them, or one again and again, perhaps
 * with a number behind. `spelled` is the password in lower case, as it is or with letters for the signs that stand for them.
 */
export function isMadeOfCommonPasswords(spelled: string): boolean {
  known ??= new Set(
    readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n'),
  );
  const plain = spelled.replace(/[^a-z0-9]/g, '');
  return [plain, plain.replace(TAIL, '')].some((text) => isCommon(text, known ?? new Set()));
}

function isCommon(text: string, list: ReadonlySet<string>): boolean {
  if (list.has(text)) return true;
  for (let at = SHORTEST; at <= text.length - SHORTEST; at++) {
    const [head, rest] = [text.slice(0, at), text.slice(at)];
    if (list.has(head) && (list.has(rest) || head.repeat(Math.ceil(text.length / at)).startsWith(text))) return true;
  }
  return false;
}
