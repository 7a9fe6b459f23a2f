// A file that is sealed as it is written and checked as it is read: frames of AES-256-GCM, each bound to its place, the last
// one marked, so that nothing can be changed, moved, cut off or put on unnoticed.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

// The file: magic, a line of JSON (how the key is derived), frames. A frame: 1 if it is the last, else 0 | length 4 | sealed.
const MAGIC = 'assay-backup 1\n';
const FRAME_BYTES = 64 * 1024;
const FRAME_HEADER = 5;
const TAG_LENGTH = 16;
const LONGEST_HEADER = 4096;

/** Where the bytes stop being what was written. */
export class SealedStreamError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'SealedStreamError';
    this.offset = offset;
  }
}

/** `key` must be used for this stream only: nonces count from 0. `header` is readable by everybody and authenticated. */
export async function* sealStream(key: Buffer, header: object, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const start = Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`, 'utf8');
  yield start;
  const seal = frameSealer(key, start);
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    // One frame stays back: the last one is marked.
    while (pending.length > FRAME_BYTES) {
      yield seal(pending.subarray(0, FRAME_BYTES), false);
      pending = pending.subarray(FRAME_BYTES);
    }
  }
  yield seal(pending, true);
}

export interface OpenedStream {
  readonly header: unknown;
  /** what was sealed; throws SealedStreamError when a frame is not what was written, or the end is missing */
  open(key: Buffer): AsyncGenerator<Buffer>;
}

/** Reads the header. Throws SealedStreamError for a file that is no backup. */
export async function openStream(input: AsyncIterable<Buffer>): Promise<OpenedStream> {
  const reader = new ByteReader(input);
  const start = await reader.upTo(MAGIC.length);
  if (start.toString('latin1') !== MAGIC) throw new SealedStreamError('This file is not a backup of Assay', 0);
  const line = await reader.line(LONGEST_HEADER);
  const header = parseHeader(line, MAGIC.length);
  return { header, open: (key) => openFrames(reader, key, Buffer.concat([start, line])) };
}

async function* openFrames(reader: ByteReader, key: Buffer, start: Buffer): AsyncGenerator<Buffer> {
  const context = createHash('sha256').update(start).digest();
  for (let index = 0; ; index++) {
    const { offset } = reader;
    const head = await reader.upTo(FRAME_HEADER);
    if (head.length < FRAME_HEADER) throw new SealedStreamError('The file ends too early', offset + head.length);
    const last = head[0] === 1;
    const length = head.readUInt32BE(1);
    if (length > FRAME_BYTES + TAG_LENGTH) throw new SealedStreamError('The file was altered', offset);
    const sealed = await reader.upTo(length);
    if (sealed.length < length) throw new SealedStreamError('The file ends too early', reader.offset);
    yield openFrame(key, { context, index, last, sealed, offset });
    if (!last) continue;
    if ((await reader.upTo(1)).length > 0)
      throw new SealedStreamError('Something follows the end of the file', reader.offset - 1);
    return;
  }
}

interface Frame {
  readonly context: Buffer;
  readonly index: number;
  readonly last: boolean;
  readonly sealed: Buffer;
  readonly offset: number;
}

function openFrame(key: Buffer, { context, index, last, sealed, offset }: Frame): Buffer {
  const end = Math.max(0, sealed.length - TAG_LENGTH);
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: TAG_LENGTH });
    cipher.setAAD(boundTo(context, last));
    cipher.setAuthTag(sealed.subarray(end));
    return Buffer.concat([cipher.update(sealed.subarray(0, end)), cipher.final()]);
  } catch {
    throw new SealedStreamError('The file was altered', offset);
  }
}

function frameSealer(key: Buffer, start: Buffer): (plain: Buffer, last: boolean) => Buffer {
  const context = createHash('sha256').update(start).digest();
  let index = 0;
  return (plain, last) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index++), { authTagLength: TAG_LENGTH });
    cipher.setAAD(boundTo(context, last));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const head = Buffer.alloc(FRAME_HEADER);
    head.writeUInt8(last ? 1 : 0, 0);
    head.writeUInt32BE(sealed.length, 1);
    return Buffer.concat([head, sealed]);
  };
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 6, 6);
  return nonce;
}

const boundTo = (context: Buffer, last: boolean) => Buffer.concat([context, Buffer.of(last ? 1 : 0)]);

function parseHeader(line: Buffer, offset: number): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    throw new SealedStreamError('The beginning of the file is damaged', offset);
  }
}

/** Bytes of a stream, so many at a time. */
class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #chunks: Buffer[] = [];
  #available = 0;
  offset = 0;

  constructor(input: AsyncIterable<Buffer>) {
    this.#source = input[Symbol.asyncIterator]();
  }

  /** fewer only at the end */
  async upTo(count: number): Promise<Buffer> {
    while (this.#available < count && (await this.#more())) {}
    const bytes = Buffer.concat(this.#chunks);
    const taken = bytes.subarray(0, count);
    const rest = bytes.subarray(taken.length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#available = rest.length;
    this.offset += taken.length;
    return taken;
  }

  /** with its end */
  async line(longest: number): Promise<Buffer> {
    const bytes: Buffer[] = [];
    for (let length = 0; length < longest; length++) {
      const byte = await this.upTo(1);
      bytes.push(byte);
      if (byte.length === 0 || byte[0] === 0x0a) break;
    }
    return Buffer.concat(bytes);
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#chunks.push(value);
    this.#available += value.length;
    return true;
  }
}
