// Go's text/template; html/template reads the same files and escapes by context, which the call that fills it tells.
import type { TemplateSyntax } from '../template-syntax.ts';

export const goTemplate: TemplateSyntax = {
  name: 'go',
  files: /\.(?:tmpl|gohtml|gotmpl|tpl|html?|txt)$/,
  outputs: [{ open: '{{', close: '}}', escaped: false }],
  skipped: [
    { open: '{{/*', close: '*/}}' },
    { open: '{{- /*', close: '*/ -}}' },
  ],
  tags: [
    { open: '{{range', close: '}}' },
    { open: '{{- range', close: '}}' },
    { open: '{{with', close: '}}' },
    { open: '{{if', close: '}}' },
    { open: '{{else', close: '}}' },
    { open: '{{end', close: '}}' },
    { open: '{{template', close: '}}' },
    { open: '{{define', close: '}}' },
    { open: '{{block', close: '}}' },
  ],
  encoded: /\|\s*(?:html|js|urlquery|len)\b|^-?\s*(?:html|js|urlquery|len|printf\s+"%d")\s/,
  aliases: [/^\s*(?:\$\w+\s*,\s*)?(?:\$(?<name>\w+)\s*:?=\s*)?\$?\.(?<path>[\w.]+)/],
};
