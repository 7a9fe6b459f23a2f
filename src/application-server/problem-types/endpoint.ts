// GET /problems/{code}: the page that the `type` of a problem names; a section of docs/errors.md.
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { markdownPage } from '../pages/page.ts';

const DOCUMENT = new URL('../../../docs/errors.md', import.meta.url);

/** The sections of docs/errors.md by error code. */
export function readErrorSections(): ReadonlyMap<string, string> {
  const sections = readFileSync(DOCUMENT, 'utf8').split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.slice(0, section.search(/\s|$/)), `# ${section}`]));
}

export function problemTypesEndpoint(): Endpoint {
  const sections = readErrorSections();
  return defineEndpoint(
    {
      method: 'GET',
      path: '/problems/:code',
      operationId: 'explainProblem',
      tag: 'help',
      summary: 'What an error code means and what to do about it.',
      access: 'public',
      parameters: Type.Object({ code: Type.String({ maxLength: 100 }) }),
      answers: { 200: { description: 'A page.', content: { 'text/html': Type.String() } } },
    },
    async ({ parameters: { code } }) => {
      const section = sections.get(code);
      if (section === undefined) throw new AssayError('not_found', { detail: 'There is no error of that code.' });
      return markdownPage(code, section);
    },
  );
}
