// Counts how often each of thousands of token patterns occurs in a text, all of them in one pass.
// The patterns form a trie that is walked as a nondeterministic automaton; live states are few because patterns are short.
import { createSourceTokens, type SourceTokens, tokenize } from './source-tokens.ts';
import { KIND, SPELLING, spellingHash } from './token-spelling.ts';

/** Classes of tokens take the first ids; spellings that patterns name follow. */
const ID = {
  none: 0,
  word: 1,
  capitalised: 2,
  allCaps: 3,
  number: 4,
  double: 5,
  single: 6,
  lineStart: 7,
  gap: 8,
  back: 9,
} as const;
const FIRST_SPELLING_ID = 10;
const ID_LIMIT = 8192;

const CLASS_OF_KIND = new Uint8Array(16);
CLASS_OF_KIND[KIND.word] = ID.word;
CLASS_OF_KIND[KIND.capitalised] = ID.word;
CLASS_OF_KIND[KIND.allCaps] = ID.word;
CLASS_OF_KIND[KIND.number] = ID.number;
CLASS_OF_KIND[KIND.doubleQuoted] = ID.double;
CLASS_OF_KIND[KIND.singleQuoted] = ID.single;
CLASS_OF_KIND[KIND.backquoted] = ID.back;
CLASS_OF_KIND[KIND.lineStart] = ID.lineStart;
const SECOND_CLASS_OF_KIND = new Uint8Array(16);
SECOND_CLASS_OF_KIND[KIND.capitalised] = ID.capitalised;
SECOND_CLASS_OF_KIND[KIND.allCaps] = ID.allCaps;

/** Integer to integer, open addressing; -1 when absent. Keys are non-zero. */
export class IntTable {
  private keys = new Int32Array(1024);
  private values = new Int32Array(1024);
  private used = 0;

  get(key: number): number {
    const mask = this.keys.length - 1;
    let slot = Math.imul(key, 0x9e3779b1) >>> 7;
    for (;;) {
      slot &= mask;
      const found = this.keys[slot];
      if (found === key) return this.values[slot] ?? -1;
      if (found === 0) return -1;
      slot++;
    }
  }

  set(key: number, value: number): void {
    if (this.used * 4 > this.keys.length) this.grow();
    const mask = this.keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    while (this.keys[slot] !== 0 && this.keys[slot] !== key) slot = (slot + 1) & mask;
    if (this.keys[slot] === 0) this.used++;
    this.keys[slot] = key;
    this.values[slot] = value;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2);
    this.used = 0;
    keys.forEach((key, slot) => {
      if (key !== 0) this.set(key, values[slot] ?? 0);
    });
  }
}

export class PatternMatcher {
  private readonly ids = new IntTable();
  private readonly edges = new IntTable();
  private nextId = FIRST_SPELLING_ID;
  private nodeCount = 1;
  /** by trie node: the feature it completes (or -1), and the node after a gap (or 0) */
  private readonly featureOf: number[] = [-1];
  private readonly gapOf: number[] = [0];
  private readonly features = new Map<number, number>();
  private readonly scratch: SourceTokens = createSourceTokens(256);
  private live = new Int32Array(256);
  private nextLive = new Int32Array(256);

  /** The feature number of a pattern (equal patterns share one). */
  add(pattern: string): number {
    let node = 0;
    for (const id of this.patternIds(pattern)) node = this.child(node, id);
    const known = this.featureOf[node] ?? -1;
    if (known >= 0) return known;
    const feature = this.features.size;
    this.features.set(node, feature);
    this.featureOf[node] = feature;
    return feature;
  }

  get featureCount(): number {
    return this.features.size;
  }

  /** Adds the occurrences of every pattern in `tokens` to `counts`, indexed by feature. */
  count(tokens: SourceTokens, counts: Int32Array): void {
    const { hashes, kinds, count } = tokens;
    let liveCount = 0;
    let gaps: number[] = [];
    for (let i = 0; i < count; i++) {
      const kind = kinds[i] ?? 0;
      const exact = this.ids.get(hashes[i] ?? 0);
      const general = CLASS_OF_KIND[kind] ?? 0;
      const special = SECOND_CLASS_OF_KIND[kind] ?? 0;
      let reached = 0;
      for (let s = -1 - gaps.length; s < liveCount; s++) {
        let from = 0;
        if (s >= 0) from = this.live[s] ?? 0;
        else if (s < -1) from = gaps[-2 - s] ?? 0;
        if (exact > 0) reached = this.step(from, exact, reached, counts);
        if (general > 0) reached = this.step(from, general, reached, counts);
        if (special > 0) reached = this.step(from, special, reached, counts);
      }
      const swap = this.live;
      this.live = this.nextLive;
      this.nextLive = swap;
      liveCount = reached;
      if (kind === KIND.lineEnd) gaps = [];
      else gaps = this.openGaps(liveCount, gaps);
    }
  }

  private step(from: number, id: number, reached: number, counts: Int32Array): number {
    const to = this.edges.get(from * ID_LIMIT + id);
    if (to < 0) return reached;
    const feature = this.featureOf[to] ?? -1;
    if (feature >= 0) counts[feature] = (counts[feature] ?? 0) + 1;
    if (reached >= this.nextLive.length) return reached;
    this.nextLive[reached] = to;
    return reached + 1;
  }

  private openGaps(liveCount: number, gaps: number[]): number[] {
    for (let s = 0; s < liveCount; s++) {
      const gap = this.gapOf[this.live[s] ?? 0] ?? 0;
      if (gap > 0 && !gaps.includes(gap)) gaps.push(gap);
    }
    return gaps;
  }

  private child(node: number, id: number): number {
    const key = node * ID_LIMIT + id;
    const known = this.edges.get(key);
    if (known > 0) return known;
    const made = this.nodeCount++;
    this.featureOf.push(-1);
    this.gapOf.push(0);
    this.edges.set(key, made);
    if (id === ID.gap) this.gapOf[node] = made;
    return made;
  }

  /** A pattern is cut by the same tokenizer as the code it matches. */
  private patternIds(pattern: string): number[] {
    const ids: number[] = [];
    let rest = pattern;
    const anchor = rest.charAt(0);
    if (rest.length > 1 && ANCHORS.has(anchor)) {
      ids.push(anchor === '^' ? ID.lineStart : this.spellingId(ANCHORS.get(anchor) ?? 0));
      rest = rest.slice(1);
    }
    const toEnd = rest.endsWith(' $');
    if (toEnd) rest = rest.slice(0, -2);
    rest.split('…').forEach((part, index) => {
      if (index > 0) ids.push(ID.gap);
      // a pattern that does not name a line start must not be read as if it stood at one (`* x` is no comment then)
      ids.push(...this.tokenIds(part.trim(), index === 0 && ids.length > 0));
    });
    if (toEnd) ids.push(this.spellingId(SPELLING.lineEnd));
    return ids;
  }

  private tokenIds(part: string, startsLine: boolean): number[] {
    if (part === '') return [];
    tokenize(startsLine ? part : `_ ${part}`, this.scratch);
    const ids: number[] = [];
    for (let i = startsLine ? 1 : 2; i < this.scratch.count - 1; i++) {
      const kind = this.scratch.kinds[i] ?? 0;
      const hash = this.scratch.hashes[i] ?? 0;
      ids.push(WILDCARDS.get(hash) ?? (hash === SPELLING.plain ? (CLASS_OF_KIND[kind] ?? 0) : this.spellingId(hash)));
    }
    return ids;
  }

  private spellingId(hash: number): number {
    const known = this.ids.get(hash);
    if (known > 0) return known;
    const id = this.nextId++;
    if (id >= ID_LIMIT) throw new Error('too many spellings in the language evidence');
    this.ids.set(hash, id);
    return id;
  }
}

/** How a line starts; `^` is any start. */
const ANCHORS = new Map<string, number>([
  ['^', 0],
  ['⊢', SPELLING.columnZero],
  ['⇢', SPELLING.spaceIndent],
  ['⇥', SPELLING.tabIndent],
]);

const WILDCARDS = new Map<number, number>([
  [spellingHash('_'), ID.word],
  [spellingHash('Aa'), ID.capitalised],
  [spellingHash('AA'), ID.allCaps],
]);
