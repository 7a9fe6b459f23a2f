// Regular expressions written in analysed code: they are read, never run, since they may take for ever.

/** Whether everything that this pattern accepts as a whole is made of harmless characters only. */
export function isRestrictive(pattern: string, mustBeAnchored: boolean): boolean {
  const literal = /^\/(.*)\/([a-z]*)$/s.exec(pattern);
  if (literal?.[2].includes('m')) return false;
  let body = (literal === null ? pattern : literal[1]).replace(/^\(\?[imsux]+\)/, '');
  const anchored = /^(\^|\\A)/.test(body) && /(\$|\\[zZ])$/.test(body) && !/\\\$$/.test(body);
  if (mustBeAnchored && !anchored) return false;
  body = body.replace(/^(\^|\\A)/, '').replace(/(\$|\\[zZ])$/, '');
  return hasOnlySafeAtoms(body);
}

const SAFE_LITERAL = /[A-Za-z0-9_\- ,@:]/;

/** Walks over atoms; anything that is not plainly harmless (`.`, negated classes, quotes, slashes) fails. */
function hasOnlySafeAtoms(body: string): boolean {
  let at = 0;
  while (at < body.length) {
    const character = body[at];
    if (character === '\\') {
      if (!isSafeEscape(body[at + 1])) return false;
      at += 2;
    } else if (character === '[') {
      const end = classEnd(body, at);
      if (end < 0 || !isSafeClass(body.slice(at + 1, end))) return false;
      at = end + 1;
    } else if (character === '{') {
      const end = body.indexOf('}', at);
      if (end < 0) return false;
      at = end + 1;
    } else if ('()*+?|^$'.includes(character) || SAFE_LITERAL.test(character)) {
      if (body.startsWith('(?!', at) || body.startsWith('(?<!', at)) return false;
      at += body.startsWith('(?:', at) ? 3 : 1;
    } else return false;
  }
  return body.length > 0;
}

/** `\.` is harmless unless it can be repeated into `..`; file names with an extension are the common case. */
function isSafeEscape(character: string | undefined): boolean {
  return character !== undefined && /[wd.\-_@]/.test(character);
}

function classEnd(body: string, start: number): number {
  for (let at = start + 1; at < body.length; at++) {
    if (body[at] === '\\') at++;
    else if (body[at] === ']' && at > start + 1) return at;
  }
  return -1;
}

function isSafeClass(content: string): boolean {
  if (content.startsWith('^')) return false;
  const plain = content.replace(/\\[wd\-_]/g, '').replace(/(a-z|A-Z|0-9|a-f|A-F)/g, '');
  return [...plain].every((character) => SAFE_LITERAL.test(character));
}

/** Answers only for patterns that are plain texts. */
export function testPattern(pattern: string, input: string): boolean | undefined {
  const plain = plainText(pattern);
  return plain === null ? undefined : input.includes(plain);
}

export function matchesWhole(pattern: string, input: string): boolean | undefined {
  const plain = plainText(pattern);
  return plain === null ? undefined : input === plain;
}

function plainText(pattern: string): string | null {
  return /^[\w\s\-,:;@#!%&=<>"'/]*$/.test(pattern) ? pattern : null;
}
