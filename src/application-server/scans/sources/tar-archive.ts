// The files of a tar archive, plain or compressed by gzip, as it streams through; nothing is kept that is not wanted.
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { AssayError } from '../../../errors.ts';
import { type FileCollector, shownName } from './collected-files.ts';
import { SOURCE_LIMITS } from './source-limits.ts';

const BLOCK = 512;
const CHUNK = 65_536;
/** Headers and padding beside the contents. */
const LARGEST_STREAM = SOURCE_LIMITS.totalBytes + SOURCE_LIMITS.entries * 2 * BLOCK;

const REFUSED: Readonly<Record<string, string>> = {
  link: 'is a hard link',
  symlink: 'is a symbolic link',
  'character-device': 'is a device',
  'block-device': 'is a device',
  fifo: 'is a pipe',
};

export async function readTar(bytes: Buffer, collector: FileCollector, isCompressed: boolean): Promise<void> {
  const guard = createGuard(isCompressed ? bytes.length : null);
  const extract = tar.extract();
  const source = Readable.from(chunksOf(bytes));
  const piped = isCompressed
    ? pipeline(source, createGunzip(), guard.stream, extract)
    : pipeline(source, guard.stream, extract);
  try {
    await Promise.all([takeEntries(extract, collector), piped]);
  } catch (cause) {
    extract.destroy();
    await piped.catch(() => undefined);
    throw cause instanceof AssayError ? cause : broken(cause);
  }
  if (!guard.endedWell()) throw broken(undefined);
}

async function takeEntries(extract: tar.Extract, collector: FileCollector): Promise<void> {
  for await (const entry of extract) {
    const { name, type, size = 0 } = entry.header;
    const path = collector.enter(name, kindOf(name, type), size);
    if (path === null) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    collector.add(path, chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  }
}

function kindOf(name: string, type: tar.Headers['type']): 'file' | 'folder' {
  if (type === 'file' || type === 'contiguous-file') return 'file';
  if (type === 'directory') return 'folder';
  const why = REFUSED[type ?? ''] ?? 'is neither a file nor a folder';
  throw new AssayError('archive_refused', { detail: `The entry ${shownName(name)} ${why}.` });
}

/** Counts what comes out of the compression, and sees whether the archive ends as one does: with a block of zeros. */
function createGuard(packedBytes: number | null) {
  let produced = 0;
  let last = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _: BufferEncoding, next: TransformCallback) {
      produced += chunk.length;
      last = Buffer.concat([last.subarray(-BLOCK), chunk]).subarray(-BLOCK);
      next(objectionTo(produced, packedBytes), chunk);
    },
  });
  return {
    stream,
    endedWell: () => produced % BLOCK === 0 && last.length === BLOCK && last.every((byte) => byte === 0),
  };
}

function objectionTo(produced: number, packedBytes: number | null): AssayError | null {
  if (produced > LARGEST_STREAM) return bomb(`has more than ${SOURCE_LIMITS.totalBytes / 1_048_576} MiB unpacked`);
  if (packedBytes === null || produced < SOURCE_LIMITS.ratioMattersFromBytes) return null;
  const isBomb = produced > packedBytes * SOURCE_LIMITS.ratio;
  return isBomb ? bomb(`grows more than ${SOURCE_LIMITS.ratio} times when it is unpacked`) : null;
}

const bomb = (why: string) => new AssayError('archive_refused', { detail: `The archive ${why}.` });

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += CHUNK) yield bytes.subarray(from, from + CHUNK);
}

function broken(cause: unknown): AssayError {
  const detail = 'This is no whole tar archive: it is cut off, damaged, or something else.';
  return new AssayError('archive_refused', { detail, cause });
}
