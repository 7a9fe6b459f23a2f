// The frame of a help page.
import type { Answer } from '../endpoint.ts';
import { escapeHtml, renderMarkdown } from './markdown.ts';

/** A whole HTML page around some Markdown. The style sheet is the playground's. */
export function markdownPage(title: string, markdown: string): Answer {
  const body = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)} – Assay</title>`,
    '<link rel="icon" href="/assets/assay.svg" type="image/svg+xml">',
    '<link rel="stylesheet" href="/assets/assay.css">',
    '</head>',
    '<body class="page">',
    '<header><a href="/">Assay</a> <a href="/docs">API</a></header>',
    `<main>${renderMarkdown(markdown)}</main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
  return { status: 200, body, contentType: 'text/html; charset=utf-8' };
}
