// An uploaded archive, of whatever kind it is by its own first bytes.
import { AssayError } from '../../../errors.ts';
import { type CollectedFiles, createFileCollector } from './collected-files.ts';
import { readTar } from './tar-archive.ts';
import { readZip } from './zip-archive.ts';

const TAR_MAGIC_AT = 257;

/** Throws AssayError `archive_refused`, with the name of the entry that is the reason. */
export async function readArchive(bytes: Buffer, strip = 0): Promise<CollectedFiles> {
  const collector = createFileCollector({ code: 'archive_refused', strip });
  const kind = kindOf(bytes);
  if (kind === null) {
    const detail = 'The body is neither a zip archive nor a tar archive, plain or compressed by gzip.';
    throw new AssayError('archive_refused', { detail });
  }
  if (kind === 'zip') await readZip(bytes, collector);
  else await readTar(bytes, collector, kind === 'gzip');
  return collector.result();
}

function kindOf(bytes: Buffer): 'zip' | 'tar' | 'gzip' | null {
  const begins = bytes.toString('latin1', 0, 4);
  if (begins === 'PK\x03\x04' || begins === 'PK\x05\x06') return 'zip';
  if (begins.startsWith('\x1f\x8b')) return 'gzip';
  return bytes.toString('latin1', TAR_MAGIC_AT, TAR_MAGIC_AT + 5) === 'ustar' ? 'tar' : null;
}
