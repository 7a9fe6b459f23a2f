// Pattern text to text that a grammar parses: what only patterns have is replaced by identifiers that nobody uses.
import {
  DEEP_MARK,
  ELLIPSIS_MARK,
  ELLIPSIS_METAVARIABLE_MARK,
  METAVARIABLE_MARK,
  TYPED_MARK,
} from '../code-tree/placeholders.ts';

const METAVARIABLE = /\$([A-Z_][A-Z_0-9]*|[0-9]+)(?![A-Za-z0-9_])/y;
const ELLIPSIS_METAVARIABLE = /\$\.\.\.([A-Z_][A-Z_0-9]*)/y;
const TYPED_AFTER = /\(\s*\$([A-Z_][A-Z_0-9]*)\s*:\s*([^(){}]+?)\s*\)(?!\s*(?:=>|:|\{))/y;
const TYPED_BEFORE =
  /\(\s*([A-Za-z_$][\w$.]*(?:<[\w\s,.?$]*>)?(?:\[\])*)\s+\$([A-Z_][A-Z_0-9]*)\s*\)(?!\s*(?:->|\{|throws))/y;
const TYPED_ARGUMENT = /\$([A-Z_][A-Z_0-9]*)\s*:\s*([\w.]+)(?=\s*[,)])/y;
const BEFORE_ARGUMENTS = /(?:[\w$\])>ǂ]|\b(?:catch|for|if|while|switch|try|synchronized))\s*$/;
const KEYWORD_BEFORE = /\b(?:return|throw|in|and|or|not|await|yield|assert|case|else|new|typeof)\s*$/;

interface Scan {
  readonly text: string;
  readonly language: string;
  /** in JavaScript, end each ellipsis that may be a statement with a semicolon */
  readonly separates: boolean;
  at: number;
  written: string;
  /** `<...` that are not closed yet */
  deep: number;
  /** open brackets, innermost last */
  readonly open: Bracket[];
}

interface Bracket {
  readonly bracket: string;
  readonly role: 'statements' | 'parameters' | 'pairs' | 'annotation' | 'other';
}

/** The text with placeholders. */
export function withPlaceholders(text: string, language: string, separates = false): string {
  const scan: Scan = { text, language, separates, at: 0, written: '', deep: 0, open: [] };
  while (scan.at < text.length) {
    if (!(takeLiteral(scan) || takeSpecial(scan))) copy(scan, 1);
  }
  return scan.written;
}

function copy(scan: Scan, length: number): void {
  scan.written += scan.text.slice(scan.at, scan.at + length);
  scan.at += length;
}

function write(scan: Scan, text: string, length: number): boolean {
  scan.written += text;
  scan.at += length;
  return true;
}

/** Strings and comments stay as they are, except what is computed inside a string. */
function takeLiteral(scan: Scan): boolean {
  const { text, at, language } = scan;
  const char = text[at];
  if (language === 'python' ? char === '#' : text.startsWith('//', at)) {
    const end = text.indexOf('\n', at);
    copy(scan, (end < 0 ? text.length : end) - at);
    return true;
  }
  if (char !== '"' && char !== "'" && (char !== '`' || language === 'python')) return false;
  const end = endOfString(scan);
  const content = text.slice(at, end);
  const computes =
    char === '`' ? language !== 'go' : language === 'python' && /[fF][rR]?$/.test(scan.written.slice(-2));
  scan.written += computes ? insideString(content) : content;
  scan.at = end;
  return true;
}

function endOfString({ text, at, language }: Scan): number {
  const triple = text.slice(at, at + 3);
  const isTriple =
    (language === 'python' && (triple === '"""' || triple === "'''")) || (language === 'java' && triple === '"""');
  const quote = isTriple ? triple : text[at];
  const escapes = !(language === 'go' && quote === '`');
  for (let end = at + quote.length; end < text.length; end++) {
    if (escapes && text[end] === '\\') end++;
    else if (text.startsWith(quote, end)) return end + quote.length;
  }
  return text.length;
}

function insideString(content: string): string {
  return content
    .replaceAll(/\$\.\.\.([A-Z_][A-Z_0-9]*)/g, `${ELLIPSIS_METAVARIABLE_MARK}$1`)
    .replaceAll(/\$([A-Z_][A-Z_0-9]*)/g, `${METAVARIABLE_MARK}$1`)
    .replaceAll('...', ELLIPSIS_MARK);
}

function takeSpecial(scan: Scan): boolean {
  const { text, at } = scan;
  const char = text[at];
  if (char === '$') return takeMetavariable(scan);
  if (char === '<' && text.startsWith('<...', at)) {
    scan.deep++;
    return write(scan, `${DEEP_MARK}(`, 4);
  }
  if (char === '.' && text.startsWith('...', at)) {
    if (text[at + 3] !== '>' || scan.deep === 0) return takeEllipsis(scan);
    scan.deep--;
    return write(scan, ')', 4);
  }
  if (char === '(' && takeTyped(scan)) return true;
  if (char === '(' || char === '[' || char === '{') {
    scan.open.push({ bracket: char, role: roleOf(scan) });
    return write(scan, char, 1);
  }
  if (char === ')' || char === ']' || char === '}') {
    scan.open.pop();
    return write(scan, char, 1);
  }
  return false;
}

function takeMetavariable(scan: Scan): boolean {
  ELLIPSIS_METAVARIABLE.lastIndex = scan.at;
  const many = ELLIPSIS_METAVARIABLE.exec(scan.text);
  if (many) return write(scan, asParameter(scan, `${ELLIPSIS_METAVARIABLE_MARK}${many[1]}`), many[0].length);
  if (scan.language === 'python' && scan.open.at(-1)?.bracket === '(' && scan.open.at(-1)?.role !== 'parameters') {
    TYPED_ARGUMENT.lastIndex = scan.at;
    const typed = TYPED_ARGUMENT.exec(scan.text);
    if (typed) return write(scan, typedText('python', `${METAVARIABLE_MARK}${typed[1]}`, typed[2]), typed[0].length);
  }
  METAVARIABLE.lastIndex = scan.at;
  const one = METAVARIABLE.exec(scan.text);
  if (one === null) return false;
  const isWhole = /^\s*[,)]/.test(scan.text.slice(scan.at + one[0].length));
  const name = `${METAVARIABLE_MARK}${one[1]}`;
  return write(scan, isWhole ? asParameter(scan, name) : name, one[0].length);
}

/** `(x : T)`, and in Java `(T x)`, become what the grammar has nearest to it; the shapes turn them back. */
function takeTyped(scan: Scan): boolean {
  const { text, at, language, written } = scan;
  if (BEFORE_ARGUMENTS.test(written) && !KEYWORD_BEFORE.test(written) && written.trimEnd() !== '') {
    if (language === 'java' || !/[:]\s*[^)]*\)/.test(text.slice(at))) return false;
    if (/\b(?:def|func|function|catch)\b[^\n]*$/.test(written)) return false;
  }
  const regex = language === 'java' ? TYPED_BEFORE : TYPED_AFTER;
  regex.lastIndex = at;
  const found = regex.exec(text);
  if (!found) return false;
  const [whole] = found;
  const [type, name] = language === 'java' ? [found[1], found[2]] : [found[2], found[1]];
  return write(
    scan,
    typedText(language, `${METAVARIABLE_MARK}${name}`, withPlaceholders(type, language)),
    whole.length,
  );
}

function typedText(language: string, name: string, type: string): string {
  if (language === 'java') return `${TYPED_MARK}[(${type}) ${name}]`;
  if (language === 'go') return `make(${type}, ${name}, ${TYPED_MARK})`;
  if (language === 'python') return `${TYPED_MARK}(${name}, ${type})`;
  return `(${TYPED_MARK}(${name}) as ${type})`;
}

/** What the bracket at the scan's place opens. */
function roleOf(scan: Scan): Bracket['role'] {
  const { text, at, language } = scan;
  if (language === 'java') return javaRole(scan);
  if (language === 'python' && text[at] === '{') return hasPairs(text, at) ? 'pairs' : 'other';
  if (language === 'python' && /\bdef\s+[\wǂǃ]+\s*$/.test(scan.written)) return 'parameters';
  return 'other';
}

const ARRAY_BEFORE = /(?:[=\](,]|\breturn)\s*$/;
const DECLARATION_BEFORE =
  /(?:^|[\s\]>])(?!(?:new|return|throw|else|case|instanceof|assert|yield)\s)[\w$ǂǃ.]*[\w>\]ǂǃ]\s+[\w$ǂ]+\s*$/;
const CONTROL_BEFORE = /\b(?:if|for|while|switch|catch|try|synchronized|new\s+[\w$ǂ.<>]+)\s*$/;

function javaRole({ text, at, written, open }: Scan): Bracket['role'] {
  if (text[at] === '{') {
    const nested = open.at(-1)?.bracket === '{' && open.at(-1)?.role === 'other';
    return ARRAY_BEFORE.test(written) || nested ? 'other' : 'statements';
  }
  if (text[at] !== '(') return 'other';
  if (/@[\w.$ǂ]+\s*$/.test(written)) return text.slice(at, closing(text, at)).includes('=') ? 'annotation' : 'other';
  if (CONTROL_BEFORE.test(written)) return 'other';
  if (DECLARATION_BEFORE.test(written)) return 'parameters';
  return /^\s*(?:\{|throws\b)/.test(text.slice(closing(text, at) + 1)) && /[\w$ǂ]\s*$/.test(written)
    ? 'parameters'
    : 'other';
}

function closing(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length; end++) {
    if ('([{'.includes(text[end])) depth++;
    else if (')]}'.includes(text[end]) && --depth === 0) return end;
  }
  return text.length;
}

/** Whether a Python display has a `key: value` in it. */
function hasPairs(text: string, at: number): boolean {
  let depth = 0;
  const end = closing(text, at);
  for (let index = at; index < end; index++) {
    if ('([{'.includes(text[index])) depth++;
    else if (')]}'.includes(text[index])) depth--;
    else if (text[index] === ':' && depth === 1) return true;
  }
  return false;
}

function takeEllipsis(scan: Scan): boolean {
  const { text, at, language } = scan;
  const after = text[at + 3] ?? '';
  // `...xs` in JavaScript, `T...` in Go and Java are the language's own.
  if (/[A-Za-z_$({[]/.test(after) && language !== 'python') return spread(scan, after);
  if (language !== 'python' && /[\w\])ǂ]$/.test(scan.written) && !/\s$/.test(scan.written)) return keep(scan);
  const before = scan.open.at(-1);
  if (before?.role === 'pairs' && !/:\s*$/.test(scan.written)) return write(scan, `**${ELLIPSIS_MARK}`, 3);
  if (before?.role === 'annotation' && /[(,]\s*$/.test(scan.written)) {
    return write(scan, `${ELLIPSIS_MARK} = ${ELLIPSIS_MARK}`, 3);
  }
  if (language === 'java' && isStatement(scan)) {
    const semicolon = /^\s*;/.exec(text.slice(at + 3));
    return write(scan, `${ELLIPSIS_MARK} ${ELLIPSIS_MARK};`, 3 + (semicolon?.[0].length ?? 0));
  }
  const joins = scan.separates
    ? (before === undefined || before.bracket === '{') &&
      !/,\s*$/.test(scan.written) &&
      !/^\s*[,;.]/.test(text.slice(at + 3))
    : /script/.test(language) && isStatement(scan) && /^\s*[([`+\-/]/.test(text.slice(at + 3));
  return write(scan, asParameter(scan, joins ? `${ELLIPSIS_MARK};` : ELLIPSIS_MARK), 3);
}

const keep = (scan: Scan): boolean => write(scan, '...', 3);

/** `...$X` right before an operand, unless the operand belongs to the next line of the pattern. */
function spread(scan: Scan, after: string): boolean {
  const isName = after === '(' && /\bfunction\s*$/.test(scan.written);
  if (isName || after === '{' || (scan.language === 'java' && after !== '$')) return write(scan, ELLIPSIS_MARK, 3);
  return keep(scan);
}

/** A Java parameter has a type. */
function asParameter(scan: Scan, name: string): string {
  if (scan.language !== 'java' || scan.open.at(-1)?.role !== 'parameters') return name;
  return /(?:^|[(,])\s*$/.test(scan.written) ? `${ELLIPSIS_MARK} ${name}` : name;
}

/** Whether the ellipsis stands where a statement does: alone on its line or in its block. */
function isStatement({ text, at, written, open }: Scan): boolean {
  const around = open.at(-1);
  if (around !== undefined && around.bracket !== '{') return false;
  if (around?.role === 'other' && /[,{]\s*$/.test(written) && /^\s*[,}]/.test(text.slice(at + 3))) return false;
  const after = text.slice(at + 3);
  if (/[{};]\s*$/.test(written) && /^\s*(?!instanceof\b)[\w$@(]/.test(after)) return true;
  return /(?:^|[{};\n])\s*$/.test(written) && /^[ \t]*(?:;|\}|\n|\r|$)/.test(after);
}
