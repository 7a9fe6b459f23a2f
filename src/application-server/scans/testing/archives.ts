// Archives for tests, made by hand where no honest program would make them.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import tar from 'tar-stream';

export interface ZipEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** of Unix, as in `0o120777` for a symbolic link */
  readonly mode?: number;
  /** bits of the general purpose flag, 1: encrypted */
  readonly flags?: number;
  /** what the archive says of the size, when it lies */
  readonly declaredSize?: number;
  readonly declaredCrc?: number;
  readonly method?: number;
}

/** A zip archive of exactly these entries. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const packed = deflateRawSync(content);
    const name = Buffer.from(entry.name, 'utf8');
    const size = entry.declaredSize ?? content.length;
    const checksum = entry.declaredCrc ?? crc32(content);
    const flags = 0x800 | (entry.flags ?? 0);
    const method = entry.method ?? 8;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    writeShared(local, 6, { flags, method, checksum, packed: packed.length, size, name: name.length });
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE((3 << 8) | 20, 4);
    header.writeUInt16LE(20, 6);
    writeShared(header, 8, { flags, method, checksum, packed: packed.length, size, name: name.length });
    header.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    header.writeUInt32LE(offset, 42);
    locals.push(local, name, packed);
    central.push(header, name);
    offset += local.length + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

interface SharedFields {
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly name: number;
}

/** What the header before a content and the one of the directory have alike. */
function writeShared(header: Buffer, at: number, fields: SharedFields): void {
  header.writeUInt16LE(fields.flags, at);
  header.writeUInt16LE(fields.method, at + 2);
  header.writeUInt32LE(fields.checksum, at + 8);
  header.writeUInt32LE(fields.packed, at + 12);
  header.writeUInt32LE(fields.size, at + 16);
  header.writeUInt16LE(fields.name, at + 20);
}

export interface TarEntry {
  readonly name: string;
  readonly content?: string;
  readonly type?: tar.Headers['type'];
  readonly linkname?: string;
}

export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { name, content = '', type = 'file', linkname } of entries) {
    pack.entry({ name, type, ...(linkname !== undefined && { linkname }) }, content);
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function tarGzOf(entries: readonly TarEntry[]): Promise<Buffer> {
  return gzipSync(await tarOf(entries));
}
