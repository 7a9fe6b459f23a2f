// GET /scans: the page with the scans of the tenant and a form to begin one.
import type { Endpoint } from '../endpoint.ts';
import { type ClientFile, clientFiles, HTML, SCRIPT } from '../pages/client-files.ts';

const FILES: readonly ClientFile[] = [
  { path: '/scans', file: 'scans.html', contentType: HTML, summary: 'Scans with their progress and findings.' },
  { path: '/assets/scans.js', file: 'scans.js', contentType: SCRIPT },
];

export function scanPageEndpoints(): Endpoint[] {
  return clientFiles('Scans', new URL('./client/', import.meta.url), FILES);
}
