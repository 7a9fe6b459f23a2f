// Starts the tree-sitter runtime, once a thread, on a memory and a stack that we hold: trees can then be read without
// crossing into WebAssembly for each node, and a parse that ran out of either can be undone.
import { Parser } from 'web-tree-sitter';

/** The part of `WebAssembly.Memory` that is used. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The runtime of this thread. */
export interface ParserRuntime {
  readonly memory: WasmMemory;
  /** To be called after each change that must survive a crash, such as a loaded grammar. */
  readonly keep: () => void;
  /** To be called before whatever may crash: remembers the memory, if there was something to keep since last time. */
  readonly checkpoint: () => void;
  /** After a trap: back to the last checkpoint. Everything allocated since is gone. */
  readonly restore: () => void;
  /** Runs a parse of this source, which the runtime then reads itself: the library's own way takes a twentieth of the time. */
  readonly reading: <Result>(source: string, parse: () => Result) => Result;
}

/** TypeScript declares WebAssembly only together with the DOM. */
interface WasmGlobal {
  value: number;
}
interface WasmImports {
  readonly env: { readonly __stack_pointer: WasmGlobal; tree_sitter_parse_callback: ReadSource };
}
/** Writes source from an offset into the parser's buffer, and how many units are left from there, both at addresses. */
type ReadSource = (buffer: number, offset: number, row: number, column: number, left: number) => void;
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
  readonly compile: (bytes: Uint8Array) => Promise<object>;
  readonly instantiate: (compiled: object, imports: WasmImports) => Promise<object>;
};

const PAGE = 65_536;
const MEBIBYTE = 1_048_576;
const INITIAL_PAGES = (32 * MEBIBYTE) / PAGE;
/** The most that a parse may take: the worst valid file of 1 MiB needs 412 MiB, hostile ones would take gigabytes. */
export const MEMORY_LIMIT = 512 * MEBIBYTE;
/**
 * The library's own stack of 64 KiB lies above its static data and its release of ambiguous parses recurses: 20 kB of
 * hostile source overwrote that data unnoticed. With this much room the engine's own stack ends first, with an exception.
 */
const STACK_BYTES = 8 * MEBIBYTE;
const STACK_ALIGNMENT = 16;

/** Of the parser's input buffer in UTF-16 units: 10 KiB without the terminator. */
const INPUT_UNITS = 5119;

let started: Promise<ParserRuntime> | undefined;

/** The runtime, started on the first call; later calls share it, whatever bytes they bring. */
export function startRuntime(loadRuntime: () => Promise<Uint8Array>): Promise<ParserRuntime> {
  started ??= loadRuntime()
    .then(start)
    .catch((error: unknown) => {
      started = undefined;
      throw error;
    });
  return started;
}

async function start(bytes: Uint8Array): Promise<ParserRuntime> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MEMORY_LIMIT / PAGE });
  const compiled = await WebAssembly.compile(bytes);
  const input: Input = { source: null };
  const { stackPointer, allocate } = await instantiate(compiled, memory, input);
  stackPointer.value = (allocate(STACK_BYTES) + STACK_BYTES) & -STACK_ALIGNMENT;
  const stackTop = stackPointer.value;
  let kept: readonly UsedPage[] = [];
  let changed = true;
  return {
    memory,
    keep() {
      changed = true;
    },
    checkpoint() {
      if (changed) kept = usedPages(memory);
      changed = false;
    },
    restore() {
      const now = new Uint8Array(memory.buffer).fill(0);
      for (const { start, bytes: content } of kept) now.set(content, start);
      stackPointer.value = stackTop;
    },
    reading(source, parse) {
      input.source = source;
      try {
        return parse();
      } finally {
        input.source = null;
      }
    },
  };
}

/** What is being parsed; null where the library was given the source in its own way. */
interface Input {
  source: string | null;
}

/** Replaces the library's copying of source into WebAssembly memory, which writes a unit at a time through a view of bytes. */
function createSourceReader(memory: WasmMemory, input: Input, otherwise: ReadSource): ReadSource {
  let units = new Uint16Array(memory.buffer);
  return (buffer, offset, row, column, left) => {
    const { source } = input;
    if (source === null) {
      otherwise(buffer, offset, row, column, left);
      return;
    }
    if (units.buffer !== memory.buffer) units = new Uint16Array(memory.buffer);
    const rest = Math.max(0, source.length - offset);
    const count = Math.min(rest, INPUT_UNITS);
    const start = buffer >>> 1;
    for (let index = 0; index < count; index++) units[start + index] = source.charCodeAt(offset + index);
    units[start + count] = 0;
    units[left >>> 1] = rest & 0xffff;
    units[(left >>> 1) + 1] = rest >>> 16;
  };
}

/** Lets web-tree-sitter initialise itself, with our hand on what it passes to WebAssembly. */
function instantiate(
  compiled: object,
  memory: WasmMemory,
  input: Input,
): Promise<{ stackPointer: WasmGlobal; allocate: (bytes: number) => number }> {
  return new Promise((resolve, reject) => {
    let stackPointer: WasmGlobal = { value: 0 };
    const module = {
      wasmMemory: memory,
      // Aborts come back as exceptions; the library would print them as well.
      printErr: () => undefined,
      instantiateWasm(imports: WasmImports, receive: (instance: object, compiled: object) => void) {
        stackPointer = imports.env.__stack_pointer;
        imports.env.tree_sitter_parse_callback = createSourceReader(
          memory,
          input,
          imports.env.tree_sitter_parse_callback,
        );
        WebAssembly.instantiate(compiled, imports).then((instance) => receive(instance, compiled), reject);
      },
      // The library adds its exports to the object that it is given.
      _malloc: (_bytes: number): number => 0,
    };
    Parser.init(module as unknown as Parameters<typeof Parser.init>[0]).then(
      () => resolve({ stackPointer, allocate: module._malloc }),
      reject,
    );
  });
}

interface UsedPage {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Copies of the pages that hold anything but zeros. */
function usedPages(memory: WasmMemory): UsedPage[] {
  const words = new Int32Array(memory.buffer);
  const wordsInPage = PAGE / Int32Array.BYTES_PER_ELEMENT;
  const pages: UsedPage[] = [];
  for (let first = 0; first < words.length; first += wordsInPage) {
    let at = first;
    while (at < first + wordsInPage && words[at] === 0) at++;
    if (at === first + wordsInPage) continue;
    const start = first * Int32Array.BYTES_PER_ELEMENT;
    pages.push({ start, bytes: new Uint8Array(memory.buffer.slice(start, start + PAGE)) });
  }
  return pages;
}
