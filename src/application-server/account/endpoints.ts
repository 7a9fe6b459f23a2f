// GET /login and /account: pages without a build, as the playground is.
import type { Endpoint } from '../endpoint.ts';
import { type ClientFile, clientFiles, HTML, SCRIPT, STYLE } from '../pages/client-files.ts';

const FILES: readonly ClientFile[] = [
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
  { path: '/assets/account.css', file: 'account.css', contentType: STYLE },
];

export function accountEndpoints(): Endpoint[] {
  return clientFiles('Account', new URL('./client/', import.meta.url), FILES);
}
