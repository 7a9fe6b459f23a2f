// GET /: the playground, one page without a build. Its files are read once, at start.
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { edgeEndpoints } from './edge-files.ts';

const FILES = [
  { path: '/', file: 'page.html', contentType: 'text/html; charset=utf-8' },
  { path: '/assets/assay.css', file: 'assay.css', contentType: 'text/css; charset=utf-8' },
  { path: '/assets/playground.js', file: 'playground.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/editor.js', file: 'editor.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/findings.js', file: 'findings.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/assistance.js', file: 'assistance.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/requests.js', file: 'requests.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/local.js', file: 'local.js', contentType: 'text/javascript; charset=utf-8' },
  { path: '/assets/assay.svg', file: 'assay.svg', contentType: 'image/svg+xml' },
] as const;

export function playgroundEndpoints(): Endpoint[] {
  const files = FILES.map(({ path, file, contentType }) => {
    const body = readFileSync(new URL(`./client/${file}`, import.meta.url));
    return defineEndpoint(
      {
        method: 'GET',
        path,
        operationId: `getPlayground_${file.replace(/\W/g, '_')}`,
        tag: 'help',
        summary:
          path === '/' ? 'The playground: paste code, see what Assay finds.' : `A file of the playground: ${file}.`,
        access: 'public',
        undocumented: path !== '/',
        answers: { 200: { description: 'The file.', content: { [contentType]: Type.String() } } },
      },
      async () => ({ status: 200, body, contentType, headers: { 'cache-control': 'no-cache' } }),
    );
  });
  return [...files, ...edgeEndpoints()];
}
