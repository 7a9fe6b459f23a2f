// GET /api/openapi.json, generated from the registered routes, and GET /docs, which shows it. All offline.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Endpoint } from '../../application-server/index.ts';

const DOCUMENT_PATH = '/api/openapi.json';

const TAGS = [
  { name: 'analysis', description: 'Code in, findings out.' },
  { name: 'feedback', description: 'Teach Assay what is right.' },
  { name: 'history', description: 'What was analysed before.' },
  { name: 'model', description: 'Which model answers.' },
  { name: 'administration', description: 'Tenants and keys.' },
  { name: 'users', description: 'Persons and service accounts.' },
  { name: 'projects', description: 'What analyses belong to.' },
  { name: 'api-keys', description: 'Keys for programs.' },
  { name: 'operation', description: 'Health and metrics.' },
  { name: 'help', description: 'Pages for people.' },
];

/** Must be called before the routes are registered: the generator watches them come. */
export async function addOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Assay',
        version,
        description: 'Self-hosted code analysis that explains, fixes and learns from your verdicts.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: TAGS,
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `asy_<live|test>_…`.' },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
      },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    // The page asks for the same document under a name of its own, `/docs/json`. Without the bar there is no way to load others.
    uiConfig: { layout: 'BaseLayout', deepLinking: true, tryItOutEnabled: true, validatorUrl: null },
    theme: { title: 'Assay API' },
    staticCSP: false,
  });
}

/** The document as an endpoint like any other; written once, since the routes do not change after start. */
export function openApiEndpoint(app: FastifyInstance): Endpoint {
  let text: string | null = null;
  return {
    method: 'GET',
    path: DOCUMENT_PATH,
    operationId: 'getOpenApiDocument',
    tag: 'help',
    summary: 'This document: OpenAPI 3.1, generated from the schemas that check the requests.',
    access: 'public',
    answers: { 200: { description: 'The document.', content: { 'application/json': Type.Object({}) } } },
    handle: async () => {
      text ??= JSON.stringify(app.swagger());
      return { status: 200, body: text };
    },
  };
}
