// Thymeleaf: `th:text` and `[[…]]` are escaped, `th:utext` and `[(…)]` are not.
import type { TemplateSyntax } from '../template-syntax.ts';

export const thymeleaf: TemplateSyntax = {
  name: 'thymeleaf',
  files: /\.(?:html?|xhtml)$/,
  outputs: [
    { open: '[(', close: ')]', escaped: false },
    { open: '[[', close: ']]', escaped: true },
  ],
  skipped: [{ open: '<!--/*', close: '*/-->' }],
  tags: [],
  encoded: /#strings\.escape\w+|#\w*[nN]umbers\./,
  // What is written into a script is made a literal of it.
  forScripts: /^/,
  aliases: [/\bth:each\s*=\s*["'](?<name>\w+)(?:\s*,\s*\w+)?\s*:\s*[$*]\{(?<path>[\w.]+)\}/g],
  attributes: {
    pattern: /\b(?:data-)?th[:-](?<name>[\w-]+)\s*=\s*(?:"(?<expression>[^"]{0,2000})"|'(?<single>[^']{0,2000})')/g,
    raw: new Set(['utext']),
  },
};
