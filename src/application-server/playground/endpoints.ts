// GET /: the playground, one page without a build.
import type { Endpoint } from '../endpoint.ts';
import { clientFiles, HTML, SCRIPT, STYLE } from '../pages/client-files.ts';
import { edgeEndpoints } from './edge-files.ts';

const SUMMARY = 'The playground: paste code, see what Assay finds.';
const SCRIPTS = ['playground.js', 'editor.js', 'findings.js', 'assistance.js', 'requests.js', 'local.js'];

export function playgroundEndpoints(): Endpoint[] {
  const files = clientFiles('Playground', new URL('./client/', import.meta.url), [
    { path: '/', file: 'page.html', contentType: HTML, summary: SUMMARY },
    { path: '/assets/assay.css', file: 'assay.css', contentType: STYLE },
    ...SCRIPTS.map((file) => ({ path: `/assets/${file}`, file, contentType: SCRIPT })),
    { path: '/assets/assay.svg', file: 'assay.svg', contentType: 'image/svg+xml' },
  ]);
  return [...files, ...edgeEndpoints()];
}
