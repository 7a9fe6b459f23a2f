// Starts the tree-sitter runtime once a thread, on a memory that we hold, so that trees can be read without crossing
// into WebAssembly for each node.
import { Parser } from 'web-tree-sitter';

/** The part of `WebAssembly.Memory` that is used; TypeScript declares it only together with the DOM. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

declare const WebAssembly: { readonly Memory: new (limits: { initial: number; maximum: number }) => WasmMemory };

const PAGE = 65_536;
const MEBIBYTE = 1_048_576;
const INITIAL_PAGES = (32 * MEBIBYTE) / PAGE;
// Addresses above 2 GiB would not fit the signed 32-bit views; the runtime itself stops there as well.
const MAXIMUM_PAGES = 32_768;

let started: Promise<WasmMemory> | undefined;

/**
 * The memory of the runtime, which is started on the first call; later calls share it, whatever bytes they bring.
 * Without `loadRuntime`, web-tree-sitter finds its own `.wasm` (from disk in Node, by fetch in a browser).
 */
export function startRuntime(loadRuntime?: () => Promise<Uint8Array>): Promise<WasmMemory> {
  started ??= start(loadRuntime).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(loadRuntime?: () => Promise<Uint8Array>): Promise<WasmMemory> {
  const wasmMemory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  const wasmBinary = loadRuntime ? await loadRuntime() : undefined;
  const options = wasmBinary ? { wasmMemory, wasmBinary } : { wasmMemory };
  await Parser.init(options as unknown as Parameters<typeof Parser.init>[0]);
  return wasmMemory;
}
