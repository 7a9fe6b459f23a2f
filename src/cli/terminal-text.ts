// Text that is safe and aligned in a terminal: source code may hold escape sequences, tabs and wide characters.

const TAB_WIDTH = 4;

/** Control characters would move the cursor or recolour the terminal; they are shown as pictures of themselves. */
function picture(code: number): string | null {
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  if (code === 127) return '\u2421';
  // C1 controls, bidirectional overrides and isolates, which reorder what is read
  if ((code >= 0x80 && code < 0xa0) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) {
    return '\uFFFD';
  }
  return null;
}

/** Columns that a code point takes: 0 for combining marks, 2 for East Asian wide characters and emoji. */
function widthOf(code: number): number {
  if ((code >= 0x300 && code <= 0x36f) || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) return 0;
  if (code < 0x1100) return 1;
  const wide =
    code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

export interface PrintedText {
  readonly text: string;
  /** columns taken */
  readonly width: number;
}

/** Makes a piece of one line printable; `column` is where it starts, for the tab stops. */
export function printable(piece: string, column = 0): PrintedText {
  let text = '';
  let at = column;
  for (const character of piece) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 9) {
      const spaces = TAB_WIDTH - (at % TAB_WIDTH);
      text += ' '.repeat(spaces);
      at += spaces;
      continue;
    }
    const shown = picture(code);
    text += shown ?? character;
    at += shown === null ? widthOf(code) : 1;
  }
  return { text, width: at - column };
}

/** One line, with nothing in it that a terminal would act on. */
export const singleLine = (text: string): string => printable(text.replace(/\s*\r?\n\s*/g, ' ')).text;
