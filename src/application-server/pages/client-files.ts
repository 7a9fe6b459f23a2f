// Files of pages for people: read once, at start, and served as they are.
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';

export const HTML = 'text/html; charset=utf-8';
export const SCRIPT = 'text/javascript; charset=utf-8';
export const STYLE = 'text/css; charset=utf-8';

export interface ClientFile {
  readonly path: string;
  readonly file: string;
  readonly contentType: string;
  /** of a page; other files are no part of the documented surface */
  readonly summary?: string;
}

/** The pages are public and empty: what they show, they ask the API for with the session of the browser. */
export function clientFiles(name: string, folder: URL, files: readonly ClientFile[]): Endpoint[] {
  return files.map(({ path, file, contentType, summary }) => {
    const body = readFileSync(new URL(file, folder));
    return defineEndpoint(
      {
        method: 'GET',
        path,
        operationId: `get${name}_${file.replace(/\W/g, '_')}`,
        tag: 'help',
        summary: summary ?? `A file of the pages: ${file}.`,
        access: 'public',
        undocumented: summary === undefined,
        answers: { 200: { description: 'The file.', content: { [contentType]: Type.String() } } },
      },
      async () => ({ status: 200, body, contentType, headers: { 'cache-control': 'no-cache' } }),
    );
  });
}
