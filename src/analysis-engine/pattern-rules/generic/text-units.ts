// Text as patterns without a language see it: words and signs one after the other, in lists that indentation and brackets
// make. Made in one walk over the text, without an object a word.

const WORD = 1;
const SPACE = 2;
const CLASS_OF = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\w/.test(character)) return WORD;
  return /\s/.test(character) ? SPACE : 0;
});
const classOf = (code: number): number => {
  if (code < 128) return CLASS_OF[code];
  return code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029 ? SPACE : 0;
};

const OPENS = '([{';
const CLOSES = ')]}';
const LINE_FEED = 10;
const TAB = 9;
/** A tab takes the place of so many blanks, as in most editors. */
const TAB_WIDTH = 8;

/** Where units stand; by unit, and by line where the name says so. Lines without a unit count for lines, too. */
interface Units {
  readonly starts: number[];
  readonly ends: number[];
  /** by unit: its line */
  readonly lines: number[];
  /** of lines with a unit, in order: the first one, and how far it is indented */
  readonly heads: number[];
  readonly indents: number[];
}

/** Words, signs and lists of one text. */
export class TextUnits {
  readonly source: string;
  readonly count: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly lines: readonly number[];
  /** by unit: the other bracket in its line, or -1 */
  readonly partners: Int32Array;
  /** by unit: where the list ends that it lies in */
  readonly listEnds: Int32Array;
  /** by unit that opens an indented block: where the block ends; 0 for others */
  readonly blockEnds: Int32Array;
  #places: Map<string, number[]> | undefined;

  constructor(source: string) {
    this.source = source;
    const units = unitsOf(source);
    this.starts = units.starts;
    this.ends = units.ends;
    this.lines = units.lines;
    this.count = units.starts.length;
    const inLine = new Int32Array(this.count);
    this.partners = partnersOf(source, units, inLine);
    this.blockEnds = new Int32Array(this.count);
    this.listEnds = new Int32Array(this.count);
    this.#nest(units, inLine);
  }

  text(unit: number): string {
    return this.source.slice(this.starts[unit], this.ends[unit]);
  }

  is(unit: number, text: string): boolean {
    const start = this.starts[unit];
    return this.ends[unit] - start === text.length && this.source.startsWith(text, start);
  }

  isWord(unit: number): boolean {
    return classOf(this.source.charCodeAt(this.starts[unit])) === WORD;
  }

  /** The first unit of a unit's list; -1 where it is more lines above it than that. */
  firstOfList(unit: number, span: number): number {
    let first = unit;
    while (first > 0 && this.listEnds[first - 1] <= this.listEnds[unit]) {
      first--;
      if (this.lines[first] < this.lines[unit] - span) return -1;
    }
    return first;
  }

  /** Every place of a word or sign, in order. */
  placesOf(text: string): readonly number[] {
    if (this.#places === undefined) {
      this.#places = new Map();
      for (let unit = 0; unit < this.count; unit++) {
        const known = this.#places.get(this.text(unit));
        if (known) known.push(unit);
        else this.#places.set(this.text(unit), [unit]);
      }
    }
    return this.#places.get(text) ?? [];
  }

  /** Indented lines are a list in the list around them. */
  #nest({ heads, indents }: Units, inLine: Int32Array): void {
    const ends = new Int32Array(heads.length);
    const open: number[] = [];
    const close = (indent: number, end: number): void => {
      for (let top = open.at(-1); top !== undefined && indents[top] > indent; top = open.at(-1)) {
        ends[top] = end;
        open.pop();
      }
    };
    for (const [line, head] of heads.entries()) {
      close(indents[line], head);
      open.push(line);
    }
    close(-1, this.count);
    for (const [line, head] of heads.entries()) {
      if (line > 0 && indents[line - 1] < indents[line]) this.blockEnds[head] = ends[line];
      const next = heads[line + 1] ?? this.count;
      for (let unit = head; unit < next; unit++) this.listEnds[unit] = Math.min(ends[line], inLine[unit]);
    }
  }
}

function unitsOf(source: string): Units {
  const units: Units = { starts: [], ends: [], lines: [], heads: [], indents: [] };
  let line = 0;
  let indent = 0;
  let isHead = true;
  for (let at = 0; at < source.length; ) {
    const code = source.charCodeAt(at);
    const kind = classOf(code);
    if (kind === SPACE) {
      if (code === LINE_FEED) {
        line++;
        indent = 0;
        isHead = true;
      } else indent += code === TAB ? TAB_WIDTH - (indent % TAB_WIDTH) : 1;
      at++;
      continue;
    }
    let end = at + 1;
    if (kind === WORD) while (end < source.length && classOf(source.charCodeAt(end)) === WORD) end++;
    if (isHead) {
      units.heads.push(units.starts.length);
      units.indents.push(indent);
      isHead = false;
    }
    units.starts.push(at);
    units.ends.push(end);
    units.lines.push(line);
    at = end;
  }
  return units;
}

/** Which bracket closes which in the same line; `inLine` is told where what stands between two of them ends. */
function partnersOf(source: string, { starts, lines }: Units, inLine: Int32Array): Int32Array {
  const partners = new Int32Array(starts.length).fill(-1);
  let open: number[] = [];
  for (let unit = 0; unit < starts.length; unit++) {
    if (unit > 0 && lines[unit] !== lines[unit - 1]) open = [];
    const sign = source[starts[unit]];
    if (OPENS.includes(sign)) open.push(unit);
    const top = open.at(-1);
    if (top === undefined || OPENS.indexOf(source[starts[top]]) !== CLOSES.indexOf(sign)) continue;
    open.pop();
    partners[top] = unit;
    partners[unit] = top;
  }
  const around: number[] = [];
  for (let unit = 0; unit < partners.length; unit++) {
    if (around.at(-1) === unit) around.pop();
    inLine[unit] = around.at(-1) ?? inLine.length;
    if (partners[unit] > unit) around.push(partners[unit]);
  }
  return partners;
}
