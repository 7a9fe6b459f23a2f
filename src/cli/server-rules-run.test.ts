// Own rules of a server from the command line: the whole way from the shadow on, against a server that runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../tests/server/index.ts';
import { listServerRules, previewServerRule, pushRules, setServerRuleState } from './server-rules-run.ts';

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'assay-server-rules-'));
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

const RULE = `rules:
  - { id: latest, languages: [generic], severity: WARNING, message: "$IMAGE moves.", pattern: "FROM $IMAGE:latest" }
`;

it('rules are pushed into the shadow, previewed, enforced and switched off', async () => {
  const { key } = await server.createTenant();
  const to = { server: server.address, apiKey: key };
  const analyze = async (): Promise<unknown[]> => {
    const request = { code: 'FROM node:latest\n', language: 'dockerfile', context: { path: 'Dockerfile' } };
    return (await server.post('/api/v1/analyze', request, { key })).body.issues;
  };
  expect((await listServerRules(to)).output).toBe('The server has no own rules.\n');
  await analyze();
  writeFileSync(join(folder, 'latest.yaml'), RULE);
  const pushed = await pushRules(folder, ['latest.yaml'], to);
  expect(pushed.output).toContain('latest  shadow  version 1  medium  generic\n');
  expect(await analyze()).toEqual([]);
  const preview = await previewServerRule('latest', 20, to);
  expect(preview.output).toMatch(/Dockerfile:1:1: node moves\.\n/);
  expect(preview.output).toMatch(/findings in the last \d analyses whose code was kept/);
  expect((await setServerRuleState('latest', 'enforced', to)).output).toContain('latest  enforced');
  expect(await analyze()).toMatchObject([{ rule_id: 'latest', message: 'node moves.' }]);
  await setServerRuleState('latest', 'disabled', to);
  expect(await analyze()).toEqual([]);
  expect((await listServerRules(to)).output).toContain('latest  disabled');
});

it('what the server refuses is told with every place', async () => {
  const { key } = await server.createTenant();
  const to = { server: server.address, apiKey: key };
  writeFileSync(join(folder, 'bad.yaml'), RULE.replace('pattern:', 'patern:'));
  await expect(pushRules(folder, ['bad.yaml'], to)).rejects.toMatchObject({
    detail: expect.stringMatching(/422.*\n?.*line 2, column \d+.*did you mean pattern\?/s),
  });
  await expect(setServerRuleState('nowhere', 'enforced', to)).rejects.toMatchObject({
    detail: expect.stringContaining('no such rule'),
  });
});
