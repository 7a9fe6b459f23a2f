// Where comments and other blocks end that are about the program, not in its language: they are skipped whole.

const DIRECTIVE = /[ \t]+(?:define|ifdef|ifndef|include|endif|undef|pragma|elif|error)\b/y;

/** Index of the next line feed, or the length of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const isBlank = (code: number): boolean => code <= 32 || Number.isNaN(code);
const isSpace = (code: number): boolean => code === 32 || code === 9;
const isLetterCode = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/**
 * The marker of a comment that runs to the end of the line, or null. Languages disagree on every marker, so the
 * surroundings decide: `# ` is a comment and `#include` is not, `//` is not one after a colon (a URL).
 */
export function lineComment(text: string, at: number, first: boolean, spaceBefore: boolean): string | null {
  const c = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  const lone = first || spaceBefore;
  switch (c) {
    case 47: // slash
      return next === 47 && text.charCodeAt(at - 1) !== 58 ? '//' : null;
    case 35: // hash
      if (!lone || !(isBlank(next) || next === 35 || (next === 33 && at === 0 && text.charCodeAt(2) !== 91)))
        return null;
      DIRECTIVE.lastIndex = at + 1;
      if (first && DIRECTIVE.test(text)) return null;
      return next === 35 ? '##' : '#';
    case 45: // two hyphens
      return next === 45 && lone && (isBlank(text.charCodeAt(at + 2)) || text.charCodeAt(at + 2) === 124) ? '--' : null;
    case 59: // semicolon
      if (next === 59) return lone && isSpace(text.charCodeAt(at + 2)) ? ';' : null;
      return first && (next === 32 || next === 9 || isLetterCode(next)) ? ';' : null;
    case 37: // per cent
      return first && (next === 32 || next === 37) ? '%' : null;
    case 39: // apostrophe
      return first && next === 32 ? "'" : null;
    case 33: // exclamation mark
      return first && next === 32 ? '!' : null;
    case 42: // asterisk: inside a block comment whose start was not seen
      return first && (isBlank(next) || next === 47) ? '*' : null;
    default:
      return null;
  }
}

interface Block {
  readonly open: string;
  readonly close: string;
  readonly onlyFirst: boolean;
}
const BLOCKS: ReadonlyMap<number, readonly Block[]> = new Map([
  [47, [{ open: '/*', close: '*/', onlyFirst: false }]],
  [40, [{ open: '(*', close: '*)', onlyFirst: false }]],
  [60, [{ open: '<!--', close: '-->', onlyFirst: false }]],
  [34, [{ open: '"""', close: '"""', onlyFirst: false }]],
  [39, [{ open: "'''", close: "'''", onlyFirst: false }]],
  [96, [{ open: '```', close: '\n```', onlyFirst: true }]],
  [123, [{ open: '{-', close: '-}', onlyFirst: false }]],
]);

/** Finds block ends in one text; remembers which ends are missing, so that hostile input stays linear. */
export class BlockEnds {
  private readonly text: string;
  private readonly missing = new Set<string>();

  constructor(text: string) {
    this.text = text;
  }

  /** The block that opens at `at`: its opening marker and the index just after it ends; null if none does. */
  at(at: number, first: boolean): { readonly marker: string; readonly end: number } | null {
    const blocks = BLOCKS.get(this.text.charCodeAt(at));
    if (blocks === undefined) return null;
    for (const { open, close, onlyFirst } of blocks) {
      if ((onlyFirst && !first) || !this.text.startsWith(open, at)) continue;
      const end = this.find(close, at + open.length);
      if (end >= 0) return { marker: open, end };
      if (open === '(*' || open === '{-') return null;
      if (open === '"""' && this.opensText(at, first)) return { marker: open, end: this.text.length };
      // a comment cut off by the end of the sample hides all that follows, or at least its own line
      const hidesLine = open === '/*' || open === '<!--';
      if (!hidesLine) return { marker: open, end: at + open.length };
      return { marker: open, end: first ? this.text.length : lineEnd(this.text, at) };
    }
    return null;
  }

  /** Whether unclosed triple quotes open a text: they follow something, or text follows them. */
  private opensText(at: number, first: boolean): boolean {
    const next = this.text.charCodeAt(at + 3);
    return first ? next > 32 : next === 10;
  }

  /** Index just after the next `close`, or -1. */
  find(close: string, from: number): number {
    if (this.missing.has(close)) return -1;
    const end = this.text.indexOf(close, from);
    if (end < 0) {
      this.missing.add(close);
      return -1;
    }
    return end + close.length;
  }
}
