// GET /rules/{rule_id}: the help of a rule, which `help_url` of an issue names.
import { Type } from 'typebox';
import { AssayError } from '../../errors.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { markdownPage } from '../pages/page.ts';

/** `ruleHelp` gives the Markdown of a rule's README, or null for a rule that does not exist. */
export function ruleHelpEndpoint(ruleHelp: (ruleId: string) => string | null): Endpoint {
  return defineEndpoint(
    {
      method: 'GET',
      path: '/rules/:rule_id',
      operationId: 'explainRule',
      tag: 'help',
      summary: 'What a rule finds, why it matters and how to fix it.',
      access: 'public',
      parameters: Type.Object({ rule_id: Type.String({ maxLength: 200 }) }),
      answers: { 200: { description: 'A page.', content: { 'text/html': Type.String() } } },
    },
    async ({ parameters: { rule_id: ruleId } }) => {
      const help = ruleHelp(ruleId);
      if (help === null) throw new AssayError('not_found', { detail: 'There is no rule of that id.' });
      return markdownPage(ruleId, help);
    },
  );
}
