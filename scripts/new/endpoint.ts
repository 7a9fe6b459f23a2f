// The files of a new endpoint: its definition with an answer, and tests named by status.
import type { NewFiles } from '../new.ts';

export function endpointFiles(name: string): NewFiles {
  const variable = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return {
    [`src/application-server/${name}/${name}.ts`]: [
      `// GET /api/v1/${name}: say in one line what it answers.`,
      "import { Type } from 'typebox';",
      "import { defineEndpoint, json } from '../endpoint.ts';",
      "import type { ApplicationOptions } from '../services.ts';",
      '',
      'const Body = Type.Object({ name: Type.String() });',
      '',
      `/** Answers 200. */`,
      `export const ${variable}Endpoint = (_services: ApplicationOptions) =>`,
      '  defineEndpoint(',
      '    {',
      "      method: 'GET',",
      `      path: '/api/v1/${name}',`,
      `      operationId: '${variable}',`,
      `      tag: '${name}',`,
      `      summary: 'What it answers',`,
      "      access: 'public',",
      "      answers: { 200: json('The answer', Body) },",
      '    },',
      `    async () => ({ status: 200, body: { name: '${name}' } }),`,
      '  );',
      '',
    ].join('\n'),
    [`src/application-server/${name}/${name}.test.ts`]: [
      "import { afterAll, beforeAll, expect, it } from 'vitest';",
      "import { startTestServer, type TestServer } from '../../../tests/server/index.ts';",
      '',
      'let server: TestServer;',
      'beforeAll(async () => {',
      '  server = await startTestServer();',
      '});',
      'afterAll(() => server.close());',
      '',
      "it('200: answers', async () => {",
      `  expect((await server.get('/api/v1/${name}')).status).toBe(200);`,
      '});',
      '',
    ].join('\n'),
  };
}
