import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, startTestServer, type TestServer } from '../../../tests/server/index.ts';

let server: TestServer;
let document: Json;
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.get('/api/openapi.json', { key: null })).body;
});
afterAll(() => server.close());

/** Routes of the documentation pages themselves are registered by their plug-in and hidden from the document. */
const documented = (route: string) => !route.includes(' /docs');

describe('GET /api/openapi.json', () => {
  it('200: describes exactly the routes that are registered', () => {
    const described = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const registered = server.routes.filter(documented).map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    expect(described.sort()).toEqual([...new Set(registered)].sort());
    expect(described).toContain('POST /api/v1/analyze');
    expect(described).toContain('GET /api/v1/analyses/{analysis_id}');
  });

  it('is OpenAPI 3.1 whose operations have an id, an answer and the error form', () => {
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values<Json>(document.paths).flatMap((methods) => Object.values<Json>(methods));
    const names = operations.map((operation) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const operation of operations) {
      expect(operation.responses.default.content['application/problem+json'].schema.properties.code).toBeDefined();
      expect(Object.keys(operation.responses).some((status) => status.match(/^(2|303)/) !== null)).toBe(true);
    }
  });

  it('says which operations need a key', () => {
    expect(document.paths['/livez'].get.security).toEqual([]);
    expect(document.paths['/api/v1/analyze'].post.security).toEqual([{ bearer: [] }, { apiKey: [] }]);
  });

  it('carries the schemas that check the requests', () => {
    const { schema } = document.paths['/api/v1/analyze'].post.requestBody.content['application/json'];
    expect(schema).toMatchObject({ required: ['code'], additionalProperties: false });
    expect(schema.properties.context.properties.store.enum).toEqual(['full', 'results', 'none']);
  });
});

describe('GET /docs', () => {
  it('200: a page that loads everything from here', async () => {
    const { status, text } = await server.get('/docs/', { key: null });
    expect(status).toBe(200);
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const { status: found } = await server.get(new URL(file, `${server.address}/docs/`).pathname, { key: null });
      expect([file, found]).toEqual([file, 200]);
    }
    const shown = await server.get('/docs/json', { key: null });
    expect(shown.body.paths).toEqual(document.paths);
  });
});
