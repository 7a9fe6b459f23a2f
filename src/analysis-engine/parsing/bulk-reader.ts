// Reads a tree straight out of WebAssembly memory, some fifteen times faster than the cursor. The one file that relies
// on tree-sitter's private layout (lib/src/subtree.h, parser.h, tree.h as compiled for wasm32 into web-tree-sitter
// 0.27.1): when that version changes, check every constant here. The self-check at load falls back to the cursor.
import type { Language, Tree } from 'web-tree-sitter';
import type { NodeTable } from './cursor-reader.ts';
import { ERROR_SYMBOL } from './grammar-vocabulary.ts';
import { END, FIELD, type Grammar, KIND, NEXT, NODE_STRIDE, PARENT, START } from './syntax-tree.ts';
import type { WasmMemory } from './wasm-runtime.ts';

// SubtreeHeapData, in 32-bit words. Its children, two words each, lie just before it.
const PADDING = 1;
const SIZE = 4;
const CHILD_COUNT = 9;
/** low half: symbol */
const SYMBOL = 10;
/** bits: visible, named, extra, …, bit 9 is_missing; inline leaves hold the first three in the same order */
const FLAGS = 11;
const VISIBLE_DESCENDANTS = 14;
/** high half: production id */
const PRODUCTION = 16;

const VISIBLE = 1;
const EXTRA = 4;
const HEAP_MISSING = 512;
/** SubtreeInlineData: bit 0 of the first word tells it from a pointer */
const INLINE = 1;
const INLINE_MISSING = 32;
const HALF = 0xffff;
const WORDS_OF_A_LEAF = 2;
/** a unit of UTF-16 takes two bytes */
const BYTES_PER_UNIT_SHIFT = 1;

/** Language tables copied out once, so that the hot loop looks up one cell a child. */
export interface GrammarLayout {
  /** address of the TSLanguage, which trees point back to */
  readonly language: number;
  /** symbol → kind as shown: the public symbol, or the grammar's error kind */
  readonly kinds: Uint16Array;
  /** production id * width + structural child index → alias symbol << 16 | field id */
  readonly cells: Uint32Array;
  readonly width: number;
}

// TSLanguage, in 32-bit words.
const PRODUCTION_COUNT = 7;
const FIELD_COUNT = 8;
/** low half */
const WIDTH = 9;
const FIELD_SLICES = 16;
const FIELD_ENTRIES = 17;
const PUBLIC_SYMBOLS = 19;
const ALIASES = 21;

/** The private address that web-tree-sitter's objects carry. */
const addressOf = (handle: Language | Tree): number => (handle as unknown as Record<0, number>)[0];

/** Copies what the bulk reader needs of a language; undefined when its tables are not as expected. */
export function readLayout(memory: WasmMemory, language: Language, grammar: Grammar): GrammarLayout | undefined {
  const address = addressOf(language);
  const words = new Uint32Array(memory.buffer);
  const halves = new Uint16Array(memory.buffer);
  const at = address >> 2;
  const width = words[at + WIDTH] & HALF;
  const cells = new Uint32Array(words[at + PRODUCTION_COUNT] * width);
  const aliases = words[at + ALIASES] >> 1;
  // Production 0 stands for "nothing special" and has no row of its own.
  for (let cell = width; cell < cells.length; cell++) cells[cell] = (halves[aliases + cell] << 16) >>> 0;
  if (words[at + FIELD_COUNT] > 0 && !addFields(words, halves, at, cells, width)) return undefined;
  const kinds = new Uint16Array(ERROR_SYMBOL + 1);
  const publicSymbols = words[at + PUBLIC_SYMBOLS] >> 1;
  kinds.set(halves.subarray(publicSymbols, publicSymbols + grammar.errorKind));
  kinds[ERROR_SYMBOL] = grammar.errorKind;
  return { language: address, kinds, cells, width };
}

/** Writes the fields that a production gives to its own children; the first entry of a child counts, as in the cursor. */
function addFields(words: Uint32Array, halves: Uint16Array, at: number, cells: Uint32Array, width: number): boolean {
  const slices = words[at + FIELD_SLICES] >> 1;
  const entries = words[at + FIELD_ENTRIES] >> 1;
  for (let production = 0; production < words[at + PRODUCTION_COUNT]; production++) {
    const first = halves[slices + production * 2];
    const length = halves[slices + production * 2 + 1];
    for (let entry = first; entry < first + length; entry++) {
      // TSFieldMapEntry: field id (16 bits), child index (8), inherited (8)
      const childAndInherited = halves[entries + entry * 2 + 1];
      if (childAndInherited >> 8 !== 0) continue;
      if (production === 0 || childAndInherited >= width) return false;
      const cell = production * width + childAndInherited;
      if ((cells[cell] & HALF) === 0) cells[cell] += halves[entries + entry * 2];
    }
  }
  return true;
}

// A frame is a parent, shown or hidden, whose children are being read.
const FRAME = 7;
/** word index of the next child, and where the children end */
const CHILD = 0;
const CHILDREN_END = 1;
/** index of the next child among those that are not extras: productions number only these */
const STRUCTURAL = 2;
/** byte offset where the previous child ended */
const POSITION = 3;
/** where the row of the parent's production starts in `cells`; 0 for none */
const ROW = 4;
/** field that a hidden parent passes on to its children; 0 for none */
const INHERITED = 5;
/** the nearest shown node, to which the children belong */
const OWNER = 6;
const INITIAL_STACK = 1024 * FRAME;
/** a deeper stack than this is given back after use (28 MB) */
const KEPT_STACK = INITIAL_STACK * 1024;
let stack = new Int32Array(INITIAL_STACK);

/**
 * The tree as the cursor would show it; undefined when it is not laid out as expected (the caller then asks the cursor).
 * Nothing may be allocated in WebAssembly while this runs: growing its memory would detach the view.
 */
export function readInBulk(memory: WasmMemory, tree: Tree, layout: GrammarLayout): NodeTable | undefined {
  const heap = new Int32Array(memory.buffer);
  const root = heap[addressOf(tree) >> 2];
  if (heap[(addressOf(tree) >> 2) + 2] !== layout.language || root <= 0 || (root & 3) !== 0) return undefined;
  const at = root >> 2;
  const expected = heap[at + CHILD_COUNT] === 0 ? 1 : heap[at + VISIBLE_DESCENDANTS] + 1;
  if (expected <= 0 || expected > heap.length / WORDS_OF_A_LEAF) return undefined;
  const nodes = new Int32Array(expected * NODE_STRIDE);
  const symbol = heap[at + SYMBOL] & HALF;
  const start = heap[at + PADDING];
  writeNode(nodes, 0, layout.kinds[symbol], start, start + heap[at + SIZE], -1, 0);
  const errors = readDescendants(heap, at, nodes, expected, layout);
  if (stack.length > KEPT_STACK) stack = new Int32Array(INITIAL_STACK);
  if (errors < 0) return undefined;
  const rootErrors = symbol === ERROR_SYMBOL ? 1 : 0;
  return { nodes, count: expected, errorCount: rootErrors + errors };
}

/** Returns the number of ERROR and MISSING nodes, or -1 when not exactly the expected number of nodes was found. */
function readDescendants(
  heap: Int32Array,
  root: number,
  nodes: Int32Array,
  expected: number,
  layout: GrammarLayout,
): number {
  let count = 1;
  let errors = 0;
  let top = 0;
  pushFrame(heap, 0, root, 0, layout.width, 0, 0);
  for (;;) {
    const child = stack[top + CHILD];
    const owner = stack[top + OWNER];
    if (child === stack[top + CHILDREN_END]) {
      nodes[owner * NODE_STRIDE + NEXT] = count;
      if (top === 0) return count === expected ? errors : -1;
      top -= FRAME;
      continue;
    }
    stack[top + CHILD] = child + 2;
    const word = heap[child];
    const inline = (word & INLINE) !== 0;
    const at = word >> 2;
    const flags = inline ? word >> 1 : heap[at + FLAGS];
    const symbol = inline ? (word >> 8) & 0xff : heap[at + SYMBOL] & HALF;
    const second = heap[child + 1];
    const before = stack[top + POSITION];
    const start = before + (inline ? (second >> 16) & 0xff : heap[at + PADDING]);
    const end = start + (inline ? second >>> 24 : heap[at + SIZE]);
    stack[top + POSITION] = end;
    const cell = (flags & EXTRA) === 0 ? nextCell(layout, top) : 0;
    const alias = cell >>> 16;
    const shown = alias !== 0 || (flags & VISIBLE) !== 0;
    if (shown) {
      if (count === expected) return -1;
      writeNode(nodes, count, layout.kinds[alias || symbol], start, end, owner, cell & HALF);
      count++;
      if (symbol === ERROR_SYMBOL || (inline ? word & INLINE_MISSING : flags & HEAP_MISSING)) errors++;
    }
    if (inline || heap[at + CHILD_COUNT] === 0) continue;
    top += FRAME;
    if (top === stack.length) stack = doubled(stack);
    pushFrame(heap, top, at, before, layout.width, shown ? 0 : cell & HALF, shown ? count - 1 : owner);
  }
}

/** Alias and field of the next child that is no extra; the field may come from the hidden parents above. */
function nextCell(layout: GrammarLayout, top: number): number {
  const row = stack[top + ROW];
  const structural = stack[top + STRUCTURAL]++;
  const cell = row !== 0 && structural < layout.width ? layout.cells[row + structural] : 0;
  return (cell & HALF) === 0 ? cell + stack[top + INHERITED] : cell;
}

function pushFrame(
  heap: Int32Array,
  top: number,
  at: number,
  position: number,
  width: number,
  inherited: number,
  owner: number,
): void {
  const childCount = heap[at + CHILD_COUNT];
  stack[top + CHILD] = at - childCount * 2;
  stack[top + CHILDREN_END] = at;
  stack[top + STRUCTURAL] = 0;
  stack[top + POSITION] = position;
  // A leaf holds something else where a parent has its production.
  stack[top + ROW] = childCount === 0 ? 0 : (heap[at + PRODUCTION] >>> 16) * width;
  stack[top + INHERITED] = inherited;
  stack[top + OWNER] = owner;
}

/** As a leaf: a parent's NEXT is corrected when its children are done. */
function writeNode(
  nodes: Int32Array,
  node: number,
  kind: number,
  startByte: number,
  endByte: number,
  parent: number,
  field: number,
): void {
  const at = node * NODE_STRIDE;
  nodes[at + KIND] = kind;
  nodes[at + START] = startByte >>> BYTES_PER_UNIT_SHIFT;
  nodes[at + END] = endByte >>> BYTES_PER_UNIT_SHIFT;
  nodes[at + PARENT] = parent;
  nodes[at + FIELD] = field;
  nodes[at + NEXT] = node + 1;
}

function doubled(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(full.length * 2);
  larger.set(full);
  return larger;
}
