// The template languages that can be read, and which of them a file is written in.
import { ejs } from './languages/ejs.ts';
import { goTemplate } from './languages/go-template.ts';
import { handlebars } from './languages/handlebars.ts';
import { jinja } from './languages/jinja.ts';
import { jsp } from './languages/jsp.ts';
import { thymeleaf } from './languages/thymeleaf.ts';
import type { TemplateSyntax } from './template-syntax.ts';

/** Those with endings of their own first. */
const LANGUAGES: readonly TemplateSyntax[] = [ejs, handlebars, jsp, jinja, thymeleaf, goTemplate];

export const TEMPLATE_LANGUAGES: readonly string[] = LANGUAGES.map(({ name }) => name);

/** The language of a file; `preferred` is what the library that fills it reads, where the ending leaves that open. */
export function templateSyntaxOf(path: string, preferred: string | undefined): TemplateSyntax | undefined {
  const wanted = LANGUAGES.find(({ name }) => name === preferred);
  return wanted?.files.test(path) ? wanted : LANGUAGES.find(({ files }) => files.test(path));
}
