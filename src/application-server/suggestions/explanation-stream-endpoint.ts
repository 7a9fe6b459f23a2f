// POST /api/v1/issues/{issue_id}/explanation/stream: what a language model has to say of a finding, as it says it.
import { PassThrough } from 'node:stream';
import { Type } from 'typebox';
import { LIMITS, SuggestionsRequest } from '../../contract/index.ts';
import { explanationQuestion } from '../../model-service/index.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { askedIssue } from './asked-issue.ts';
import { llmReport } from './llm-desk.ts';
import type { SuggestionsDependencies } from './suggestions-endpoint.ts';

const BODY_BYTES = 6 * LIMITS.codeBytes + 65_536;
const SSE = 'text/event-stream';

export function explanationStreamEndpoint(dependencies: SuggestionsDependencies): Endpoint {
  const { llm, ruleHelp } = dependencies;
  return defineEndpoint(
    {
      method: 'POST',
      path: '/api/v1/issues/:issue_id/explanation/stream',
      operationId: 'streamExplanation',
      tag: 'triage',
      summary: 'A language model explains a finding, word by word, where one is allowed.',
      description:
        'Server-sent events: `text` with `{"text": …}` as often as there is more, then one `end` with tokens, cost and state, as in the ' +
        'answer of suggestions. What it says is not verified; show it as plain text.',
      access: 'analyses:create',
      parameters: Type.Object({ issue_id: Type.String({ maxLength: 100 }) }),
      body: SuggestionsRequest,
      bodyLimit: BODY_BYTES,
      metered: true,
      answers: { 200: { description: 'The events.', content: { [SSE]: Type.String() } } },
    },
    async ({ parameters, body, caller, signal, log }) => {
      const { issue, code, record, stored } = await askedIssue(
        dependencies,
        caller.tenantId,
        parameters.issue_id,
        body.code,
      );
      const help = ruleHelp(issue.rule_id);
      const messages = explanationQuestion({ code, language: stored.answer.language.id, issue, help });
      const events = new PassThrough();
      const tell = (event: string, data: unknown) => events.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      const question = { caller, project: record.project, about: issue.id, kind: 'explanation' as const, messages };
      const onText = (text: string) => void tell('text', { text });
      // Whoever hangs up ends the question.
      llm
        .ask({ ...question, signal: signal(), onText })
        .then((reply) => tell('end', llmReport(llm, reply)))
        .catch((error: unknown) => log.warn(`the explanation of an issue was cut off: ${String(error)}`))
        .finally(() => events.end());
      return { status: 200, body: events, contentType: SSE, headers: { 'cache-control': 'no-store' } };
    },
  );
}
