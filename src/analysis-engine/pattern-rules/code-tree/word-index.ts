// Which words occur in a file: rules whose words do not are never tried. A set of all words costs more than the few
// questions that are asked of it, so words are only hashed, and what the hashes leave open is looked up in the text.

/** What counts as a word: a name, which digits may stand before. */
const WORD = /^[A-Za-z_]\w*$/;
const OTHER = 0;
const DIGIT = 1;
const LETTER = 2;
const CLASS_OF = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[0-9]/.test(character)) return DIGIT;
  return /\w/.test(character) ? LETTER : OTHER;
});
const NOWHERE: readonly number[] = [];
const FEWEST_BITS = 1 << 13;

const classAt = (source: string, index: number): number => {
  const code = source.charCodeAt(index);
  return code < 128 ? CLASS_OF[code] : OTHER;
};

/** A step of the hash; the lower bits of the result are what counts. */
const hashed = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;
const settled = (hash: number): number => hash ^ (hash >>> 15);

/** The words of one text. */
export class WordIndex {
  readonly #source: string;
  readonly #mask: number;
  /** by hash: 1 when some word has it */
  readonly #seen: Uint8Array;
  /** where each word that was asked for begins, in order */
  readonly #places = new Map<string, readonly number[]>();

  constructor(source: string) {
    this.#source = source;
    let size = FEWEST_BITS;
    while (size < source.length) size *= 2;
    this.#mask = size - 1;
    this.#seen = new Uint8Array(size);
    let hash = 0;
    let isInWord = false;
    for (let index = 0; index <= source.length; index++) {
      const code = index < source.length ? source.charCodeAt(index) : 0;
      const kind = code < 128 ? CLASS_OF[code] : OTHER;
      if (kind === LETTER || (kind === DIGIT && isInWord)) {
        hash = hashed(hash, code);
        isInWord = true;
      } else {
        if (isInWord) this.#seen[settled(hash) & this.#mask] = 1;
        hash = 0;
        isInWord = false;
      }
    }
  }

  has(word: string): boolean {
    return this.#placesOf(word).length > 0;
  }

  /** Whether the word begins somewhere from `start` to before `end`. */
  isBetween(word: string, start: number, end: number): boolean {
    const places = this.#placesOf(word);
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (places[middle] < start) low = middle + 1;
      else high = middle;
    }
    return low < places.length && places[low] < end;
  }

  #placesOf(word: string): readonly number[] {
    let places = this.#places.get(word);
    if (places === undefined) {
      places = this.#mayHave(word) && WORD.test(word) ? this.#find(word) : NOWHERE;
      this.#places.set(word, places);
    }
    return places;
  }

  #mayHave(word: string): boolean {
    let hash = 0;
    for (let index = 0; index < word.length; index++) hash = hashed(hash, word.charCodeAt(index));
    return this.#seen[settled(hash) & this.#mask] === 1;
  }

  #find(word: string): readonly number[] {
    const places: number[] = [];
    for (let at = this.#source.indexOf(word); at >= 0; at = this.#source.indexOf(word, at + 1)) {
      if (this.#isWholeAt(at, word.length)) places.push(at);
    }
    return places;
  }

  #isWholeAt(start: number, length: number): boolean {
    if (classAt(this.#source, start + length) !== OTHER) return false;
    let before = start - 1;
    while (classAt(this.#source, before) === DIGIT) before--;
    return classAt(this.#source, before) === OTHER;
  }
}
