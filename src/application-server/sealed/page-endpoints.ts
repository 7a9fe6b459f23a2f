// GET /sealed: the page that opens sealed findings, in the browser alone. Its files are read once, at start.
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';

const FILES = [
  { path: '/sealed', file: 'sealed.html', contentType: 'text/html; charset=utf-8' },
  { path: '/assets/sealed.js', file: 'sealed.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/sealed-opener.js', file: 'sealed-opener.js', contentType: 'text/javascript; charset=utf-8' },
] as const;

export function sealedPageEndpoints(): Endpoint[] {
  return FILES.map(({ path, file, contentType }) => {
    const body = readFileSync(new URL(`./client/${file}`, import.meta.url));
    return defineEndpoint(
      {
        method: 'GET',
        path,
        operationId: `getSealed_${file.replace(/\W/g, '_')}`,
        tag: 'help',
        summary: 'Opens sealed findings in the browser, with a key that never leaves it.',
        access: 'public',
        undocumented: path !== '/sealed',
        answers: { 200: { description: 'The file.', content: { [contentType]: Type.String() } } },
      },
      async () => ({ status: 200, body, contentType, headers: { 'cache-control': 'no-cache' } }),
    );
  });
}
