// An endpoint as the OpenAPI generator wants it: the same schemas that check the requests, and every error it may answer.
import type { FastifySchema } from 'fastify';
import { type TSchema, Type } from 'typebox';
import type { AnswerDescription, Endpoint } from '../../application-server/index.ts';
import { Problem } from '../../contract/index.ts';

const PROBLEM: AnswerDescription = {
  description: 'An error, as RFC 9457 problem details.',
  content: { 'application/problem+json': Problem },
};

const IDEMPOTENCY = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'The same key and body gives the first answer again; the same key and another body is 422.',
      minLength: 1,
      maxLength: 255,
    }),
  ),
});

export function describeRoute(endpoint: Endpoint): FastifySchema {
  const { body, query, parameters, answers } = endpoint;
  return {
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    description: endpoint.description ?? endpoint.summary,
    tags: [endpoint.tag],
    hide: endpoint.undocumented === true,
    ...(endpoint.deprecation !== undefined && { deprecated: true }),
    security: endpoint.access === 'public' ? [] : [{ bearer: [] }, { apiKey: [] }],
    ...(body !== undefined && { body }),
    ...(query !== undefined && { querystring: query }),
    ...(parameters !== undefined && { params: parameters }),
    ...(endpoint.idempotent === true && { headers: IDEMPOTENCY }),
    response: { ...describeAnswers(answers), default: describeAnswer(PROBLEM) },
  };
}

function describeAnswers(answers: Endpoint['answers']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, describeAnswer(answer)]));
}

function describeAnswer({ description, content }: AnswerDescription): unknown {
  if (content === undefined) return { description, type: 'null' };
  const media = (schema: TSchema) => ({ schema });
  return {
    description,
    content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, media(schema)])),
  };
}
