// GET /login and /account: pages without a build, as the playground is. Their files are read once, at start.
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const FILES = [
  { path: '/login', file: 'login.html', contentType: HTML, summary: 'Log in, or set a password with a link.' },
  {
    path: '/account',
    file: 'account.html',
    contentType: HTML,
    summary: 'Your keys, sessions and password, and users.',
  },
  { path: '/assets/login.js', file: 'login.js', contentType: SCRIPT },
  { path: '/assets/account.js', file: 'account.js', contentType: SCRIPT },
  { path: '/assets/users.js', file: 'users.js', contentType: SCRIPT },
  { path: '/assets/session.js', file: 'session.js', contentType: SCRIPT },
  { path: '/assets/account.css', file: 'account.css', contentType: 'text/css; charset=utf-8' },
] as const;

/** The pages are public and empty: what they show, they ask the API for with the session of the browser. */
export function accountEndpoints(): Endpoint[] {
  return FILES.map(({ path, file, contentType, ...page }) => {
    const body = readFileSync(new URL(`./client/${file}`, import.meta.url));
    return defineEndpoint(
      {
        method: 'GET',
        path,
        operationId: `getAccount_${file.replace(/\W/g, '_')}`,
        tag: 'help',
        summary: 'summary' in page ? page.summary : `A file of the account pages: ${file}.`,
        access: 'public',
        undocumented: !('summary' in page),
        answers: { 200: { description: 'The file.', content: { [contentType]: Type.String() } } },
      },
      async () => ({ status: 200, body, contentType, headers: { 'cache-control': 'no-cache' } }),
    );
  });
}
