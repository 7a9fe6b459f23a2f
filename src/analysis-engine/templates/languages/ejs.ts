// EJS and its relatives: `<%= x %>` is escaped, `<%- x %>` is not.
import type { TemplateSyntax } from '../template-syntax.ts';

export const ejs: TemplateSyntax = {
  name: 'ejs',
  files: /\.(?:ejs|eta)$/,
  outputs: [
    { open: '<%-', close: '%>', escaped: false },
    { open: '<%~', close: '%>', escaped: false },
    { open: '<%=', close: '%>', escaped: true },
  ],
  skipped: [
    { open: '<%#', close: '%>' },
    { open: '<%%', close: '%>' },
  ],
  tags: [{ open: '<%', close: '%>' }],
  encoded:
    /\b(?:escapeXML|escapeHtml|escape|encodeURIComponent|sanitize\w*|DOMPurify\.sanitize|Number|parseInt)\s*\(|\binclude\s*\(/,
  aliases: [
    /(?<path>[\w.]+)\.(?:forEach|map)\s*\(\s*(?:function\s*)?\(?\s*(?<name>\w+)/,
    /\bfor\s*\(\s*(?:const|let|var)\s+(?<name>\w+)\s+of\s+(?<path>[\w.]+)/,
    /\b(?:const|let|var)\s+(?<name>\w+)\s*=\s*(?<whole>(?<path>[\w.]+))/,
  ],
  includes: /\binclude\s*\(\s*["'](?<name>[^"']+)["']/,
  roots: new Set(['locals', 'it']),
};
