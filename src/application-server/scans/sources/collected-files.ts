// The files of a project as they come out of an archive, a list or a repository: names checked, what is no source left out.
import { isUtf8 } from 'node:buffer';
import { LIMITS } from '../../../contract/index.ts';
import { AssayError, type ErrorCode } from '../../../errors.ts';
import { redactSecrets } from '../../../model-service/index.ts';
import { SOURCE_LIMITS } from './source-limits.ts';

export interface SourceFile {
  readonly path: string;
  readonly code: string;
}

export interface CollectedFiles {
  readonly files: readonly SourceFile[];
  /** what was left out, by reason */
  readonly skipped: Readonly<Record<string, number>>;
  /** bytes of all files, as UTF-8 */
  readonly bytes: number;
}

export type EntryKind = 'file' | 'folder';

export interface FileCollector {
  /**
   * The next entry, with its size as far as it is known. Returns the path under which its content is wanted, or null when
   * it is not. Throws AssayError that names the entry.
   */
  enter(name: string, kind: EntryKind, size: number): string | null;
  /** The content of an entry that is wanted. */
  add(path: string, bytes: Uint8Array): void;
  result(): CollectedFiles;
}

/** Folders that hold no source of the project. */
const EXCLUDED = /(?:^|\/)(?:node_modules|\.git|\.hg|\.svn)(?:\/|$)/;
const SHOWN_NAME_LENGTH = 200;

export interface CollectorOptions {
  /** of what is refused */
  readonly code: ErrorCode;
  /** leading folders that are taken off all paths */
  readonly strip?: number;
}

export function createFileCollector({ code, strip = 0 }: CollectorOptions): FileCollector {
  const files: SourceFile[] = [];
  const names = new Set<string>();
  const skipped = new Map<string, number>();
  let entries = 0;
  let declaredBytes = 0;
  let bytes = 0;
  const skip = (reason: string): null => {
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    return null;
  };
  const refuse = (detail: string) => new AssayError(code, { detail });
  return {
    enter(name, kind, size) {
      if (++entries > SOURCE_LIMITS.entries) throw refuse(`There are more than ${SOURCE_LIMITS.entries} entries.`);
      const whole = checkedPath(name, (why) => refuse(`The entry ${shownName(name)} ${why}.`));
      if (kind === 'folder' || whole === '') return null;
      const path = redactSecrets(whole.split('/').slice(strip).join('/'));
      if (path === '') return skip('above the folder');
      if (names.has(path)) throw refuse(`The entry ${shownName(name)} is there twice.`);
      names.add(path);
      declaredBytes += size;
      if (declaredBytes > SOURCE_LIMITS.totalBytes) throw refuse(tooMuch(name));
      if (EXCLUDED.test(path)) return skip('excluded');
      if (size > LIMITS.codeBytes) return skip('too large');
      return path;
    },
    add(path, content) {
      if (content.length > LIMITS.codeBytes) return void skip('too large');
      if (content.includes(0)) return void skip('binary');
      if (!isUtf8(content)) return void skip('not UTF-8');
      if (files.length >= SOURCE_LIMITS.files)
        throw refuse(`There are more than ${SOURCE_LIMITS.files} files of source.`);
      bytes += content.length;
      files.push({ path, code: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) });
    },
    result: () => ({ files, skipped: Object.fromEntries(skipped), bytes }),
  };
}

export const tooMuch = (name: string): string =>
  `With the entry ${shownName(name)} it has more than ${SOURCE_LIMITS.totalBytes / 1_048_576} MiB unpacked.`;

/** A name as it may stand in an answer. */
export function shownName(name: string): string {
  const clean = redactSecrets(name).replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '\ufffd');
  return `“${clean.length > SHOWN_NAME_LENGTH ? `${clean.slice(0, SHOWN_NAME_LENGTH)}…` : clean}”`;
}

/** The path with slashes and nothing superfluous; empty for the root itself. Throws what `refuse` makes of the reason. */
function checkedPath(name: string, refuse: (why: string) => AssayError): string {
  if (name === '') throw refuse('has no name');
  if (/[\0-\x1f\x7f]/.test(name) || /\p{Surrogate}/u.test(name)) throw refuse('has control characters in its name');
  if (name.includes('\\')) throw refuse('has a backslash in its name');
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw refuse('has an absolute path');
  if (Buffer.byteLength(name) > SOURCE_LIMITS.pathBytes) {
    throw refuse(`has a path of more than ${SOURCE_LIMITS.pathBytes} bytes`);
  }
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refuse('leads out of the archive by “..”');
  if (parts.length > SOURCE_LIMITS.depth) throw refuse(`lies more than ${SOURCE_LIMITS.depth} folders deep`);
  if (parts.some((part) => Buffer.byteLength(part) > SOURCE_LIMITS.nameBytes)) {
    throw refuse(`has a name of more than ${SOURCE_LIMITS.nameBytes} bytes`);
  }
  return parts.join('/');
}
