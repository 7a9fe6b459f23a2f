// Tensors in one file, as the safetensors format lays them out (https://github.com/huggingface/safetensors, "Format"):
// the length of a JSON header, the header with type, shape and place of each tensor, the bytes. Reading one runs nothing.

const TYPES = { F32: 4, I8: 1 } as const;
export type TensorType = keyof typeof TYPES;

export interface Tensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** little-endian, row by row */
  readonly bytes: Uint8Array;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LENGTH_BYTES = 8;
/** as the format's own reader has it */
const LONGEST_HEADER = 100_000_000;
const ALIGNMENT = 8;
/** headers are filled up with it */
const SPACE = 0x20;

/** Deterministic: the same tensors and metadata give the same bytes. */
export function writeTensors({ metadata, tensors }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { type, shape, bytes }] of tensors) {
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + headerLength + offset).fill(SPACE, LENGTH_BYTES);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(text, LENGTH_BYTES);
  let end = LENGTH_BYTES + headerLength;
  for (const { bytes } of tensors.values()) {
    file.set(bytes, end);
    end += bytes.length;
  }
  return file;
}

/** Throws an Error that says what is wrong with the file; never reads beyond it. */
export function readTensors(file: Uint8Array): TensorFile {
  if (file.length < LENGTH_BYTES) throw new Error('A tensor file is shorter than its length field.');
  const headerLength = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const dataStart = LENGTH_BYTES + headerLength;
  if (headerLength > LONGEST_HEADER || dataStart > file.length)
    throw new Error('The header of a tensor file is cut off.');
  const header = parseHeader(new TextDecoder().decode(file.subarray(LENGTH_BYTES, dataStart)));
  const tensors = new Map<string, Tensor>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = readMetadata(entry);
    else tensors.set(name, readTensor(name, entry, file.subarray(dataStart)));
  }
  return { metadata, tensors };
}

function parseHeader(text: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new Error('The header of a tensor file is not JSON.', { cause });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Error('The header of a tensor file is no object.');
  return header as Record<string, unknown>;
}

function readMetadata(entry: unknown): Record<string, string> {
  const isText =
    typeof entry === 'object' && entry !== null && Object.values(entry).every((value) => typeof value === 'string');
  if (!isText) throw new Error('The metadata of a tensor file is not text.');
  return entry as Record<string, string>;
}

function readTensor(name: string, entry: unknown, data: Uint8Array): Tensor {
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = (entry ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
  const size = TYPES[dtype as TensorType];
  const isSize = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (
    size === undefined ||
    !Array.isArray(shape) ||
    !shape.every(isSize) ||
    !Array.isArray(offsets) ||
    !offsets.every(isSize)
  ) {
    throw new Error(`The tensor ${name} is not described as a tensor of 32-bit floats or bytes.`);
  }
  const [start = 0, end = 0] = offsets as number[];
  const expected = (shape as number[]).reduce((product, each) => product * each, size);
  if (end > data.length || end - start !== expected)
    throw new Error(`The tensor ${name} does not lie within its file.`);
  return { type: dtype as TensorType, shape, bytes: copyOf(data, start, end) };
}

/** A copy on its own memory, aligned for any type: `slice` of a Buffer would share. */
function copyOf(data: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  copy.set(data.subarray(start, end));
  return copy;
}
