// The files of a zip archive, from memory into memory. What it says of itself is checked against what it is.
import { setImmediate as breathe } from 'node:timers/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import { AssayError } from '../../../errors.ts';
import { type FileCollector, shownName } from './collected-files.ts';
import { SOURCE_LIMITS } from './source-limits.ts';

const STORED = 0;
const DEFLATED = 8;
/** Bytes after which others on this thread get their turn. */
const BREATH_BYTES = 2 * 1_048_576;

const FOLDER = 0o040000;
const REGULAR = 0o100000;
const SYMBOLIC_LINK = 0o120000;

export async function readZip(bytes: Buffer, collector: FileCollector): Promise<void> {
  const zip = await open(bytes);
  try {
    let sinceBreath = 0;
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      const name = nameOf(entry);
      const path = collector.enter(name, kindOf(entry, name), entry.uncompressedSize);
      if (path === null) continue;
      collector.add(path, await contentOf(zip, bytes, entry, name));
      sinceBreath += entry.uncompressedSize;
      if (sinceBreath > BREATH_BYTES) {
        sinceBreath = 0;
        await breathe();
      }
    }
  } finally {
    zip.close();
  }
}

async function open(bytes: Buffer): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, autoClose: false });
  } catch (cause) {
    throw broken(cause);
  }
}

function nextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void) => {
      zip.removeAllListeners();
      work();
    };
    zip.once('entry', (entry: yauzl.Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(null)));
    zip.once('error', (cause: unknown) => settle(() => reject(broken(cause))));
    zip.readEntry();
  });
}

function nameOf(entry: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
}

/** Throws AssayError for whatever is neither a plain file nor a folder, and for what is encrypted. */
function kindOf(entry: yauzl.Entry, name: string): 'file' | 'folder' {
  if ((entry.generalPurposeBitFlag & 0x1) !== 0) throw refused(name, 'is encrypted');
  if ((entry.generalPurposeBitFlag & 0x40) !== 0) throw refused(name, 'is encrypted');
  // Of those made on Unix the upper half is the mode; others have none.
  const mode = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (mode === SYMBOLIC_LINK) throw refused(name, 'is a symbolic link');
  if (mode !== 0 && mode !== REGULAR && mode !== FOLDER) throw refused(name, 'is neither a file nor a folder');
  return name.endsWith('/') || mode === FOLDER ? 'folder' : 'file';
}

async function contentOf(zip: yauzl.ZipFile, bytes: Buffer, entry: yauzl.Entry, name: string): Promise<Uint8Array> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw refused(name, 'is compressed in another way than by deflate');
  }
  const large = uncompressedSize > SOURCE_LIMITS.ratioMattersFromBytes / 16;
  if (large && uncompressedSize > compressedSize * SOURCE_LIMITS.ratio) {
    throw refused(name, `grows more than ${SOURCE_LIMITS.ratio} times when it is unpacked`);
  }
  let content: Buffer;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = bytes.subarray(fileDataStart, fileDataStart + compressedSize);
    // One byte more than is declared is an error, whatever the archive says.
    content =
      compressionMethod === STORED
        ? packed
        : inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
  } catch (cause) {
    throw refused(name, 'is damaged or cut off', cause);
  }
  if (content.length !== uncompressedSize || crc32(content) !== entry.crc32) {
    throw refused(name, 'is damaged: it is not what the archive says of it');
  }
  return content;
}

function refused(name: string, why: string, cause?: unknown): AssayError {
  return new AssayError('archive_refused', { detail: `The entry ${shownName(name)} ${why}.`, cause });
}

function broken(cause: unknown): AssayError {
  const detail = 'This is no whole zip archive: it is cut off, damaged, or something else.';
  return new AssayError('archive_refused', { detail, cause });
}
