// The texts of a project in memory that all threads of the process see: a job names them, and carries none of them.
import type { JobFile } from '../model-service.ts';

export interface NamedText {
  readonly path: string;
  readonly code: string;
  readonly digest: string;
}

/** The files as neighbours of each other, in the order given. Nothing of it is written to a disk. */
export function shareTexts(files: readonly NamedText[]): JobFile[] {
  const bytes = files.map(({ code }) => Buffer.from(code, 'utf8'));
  const shared = new SharedArrayBuffer(bytes.reduce((sum, one) => sum + one.length, 0));
  const memory = Buffer.from(shared);
  let offset = 0;
  return files.map(({ path, digest }, index) => {
    const text = bytes[index] ?? Buffer.alloc(0);
    text.copy(memory, offset);
    offset += text.length;
    return { path, digest, shared, offset: offset - text.length, length: text.length };
  });
}
