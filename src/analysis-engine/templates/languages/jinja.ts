// Jinja2, Django, Nunjucks and Twig: `{{ x }}` is escaped, `|safe` and `autoescape` switch that off.
import type { TemplateSyntax } from '../template-syntax.ts';

export const jinja: TemplateSyntax = {
  name: 'jinja',
  files: /\.(?:html?|xhtml|jinja2?|j2|njk|twig|tpl)$/,
  outputs: [{ open: '{{', close: '}}', escaped: true }],
  skipped: [
    { open: '{#', close: '#}' },
    { open: '{% raw %}', close: '{% endraw %}' },
    { open: '{% verbatim %}', close: '{% endverbatim %}' },
    { open: '{% comment %}', close: '{% endcomment %}' },
  ],
  tags: [{ open: '{%', close: '%}' }],
  raw: /\|\s*(?:safe|safeseq|raw)\b|\b(?:Markup|mark_safe)\s*\(/,
  encoded: /\|\s*(?:e|escape|force_escape|forceescape|urlencode|striptags|tojson|escapejs|length|int|float)\b/,
  forScripts: /\|\s*(?:tojson|escapejs|json_script|int|float|length)\b/,
  escapingOff: /^-?\s*autoescape\s+(?:false|off)\b/,
  escapingOn: /^-?\s*(?:endautoescape|autoescape\s+(?:true|on))\b/,
  aliases: [
    /^-?\s*for\s+(?<name>\w+)\s+in\s+(?<path>[\w.]+)/,
    /^-?\s*(?:set|with)\s+(?<name>\w+)\s*=\s*(?<whole>(?<path>[\w.]+))/,
  ],
  includes: /^-?\s*(?:include|extends)\s+["'](?<name>[^"']+)["']/,
};
