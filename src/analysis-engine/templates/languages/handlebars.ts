// Handlebars and Mustache: `{{x}}` is escaped, `{{{x}}}` and `{{& x}}` are not.
import type { TemplateSyntax } from '../template-syntax.ts';

export const handlebars: TemplateSyntax = {
  name: 'handlebars',
  files: /\.(?:hbs|handlebars|mustache)$/,
  outputs: [
    { open: '{{{', close: '}}}', escaped: false },
    { open: '{{~{', close: '}~}}', escaped: false },
    { open: '{{&', close: '}}', escaped: false },
    { open: '{{', close: '}}', escaped: true },
  ],
  skipped: [
    { open: '{{!--', close: '--}}' },
    { open: '{{!', close: '}}' },
  ],
  tags: [
    { open: '{{#', close: '}}' },
    { open: '{{/', close: '}}' },
    { open: '{{>', close: '}}' },
    { open: '{{else', close: '}}' },
    { open: '{{^', close: '}}' },
  ],
  aliases: [/^\s*(?:each|with)\s+(?<path>[\w./]+)(?:\s+as\s+\|(?<name>\w+))?/],
  includes: /^\s*["']?(?<name>[\w/.-]+)/,
  roots: new Set(['this', '@root']),
};
