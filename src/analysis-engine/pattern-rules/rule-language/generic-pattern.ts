// Patterns without a language (`language: generic`) look at words and signs only, so that a regular expression says the same.

/** How far `...` reaches. */
const REACH = 2_000;

const TOKEN = /\$\.\.\.([A-Z_][A-Z_0-9]*)|\$([A-Z_][A-Z_0-9]*)|(\.\.\.)|([A-Za-z0-9_]+)|([^\sA-Za-z0-9_])/g;

/** The regular expression of a generic pattern; groups are named like its metavariables. */
export function genericPattern(text: string): string {
  const known = new Set<string>();
  let written = '';
  let before: 'word' | 'sign' | 'gap' | null = null;
  for (const [, many, one, ellipsis, word, sign] of text.trim().matchAll(TOKEN)) {
    const kind = kindOf(ellipsis ?? many, word ?? one);
    if (before !== null && before !== 'gap' && kind !== 'gap')
      written += before === 'word' && kind === 'word' ? '\\s+' : '\\s*';
    if (many !== undefined) written += grouped(known, many, `[\\s\\S]{0,${REACH}}?`);
    else if (one !== undefined) written += grouped(known, one, '[A-Za-z0-9_]+');
    else if (ellipsis !== undefined) written += before === null ? '' : `[\\s\\S]{0,${REACH}}?`;
    else written += (word ?? sign).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    before = kind;
  }
  return written;
}

function kindOf(gap: string | undefined, word: string | undefined): 'word' | 'sign' | 'gap' {
  if (gap !== undefined) return 'gap';
  return word === undefined ? 'sign' : 'word';
}

function grouped(known: Set<string>, name: string, pattern: string): string {
  if (known.has(name)) return `(?P=${name})`;
  known.add(name);
  return `(?P<${name}>${pattern})`;
}
