import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../application-server/index.ts';
import { transformAnswer } from './transformation.ts';

const SARIF = 'application/sarif+json';
const endpoint: Endpoint = {
  method: 'POST',
  path: '/x',
  operationId: 'x',
  tag: 'x',
  summary: 'x',
  access: 'public',
  answers: { 200: { description: 'x', content: { 'application/json': Type.Any(), [SARIF]: Type.Any() } } },
  handle: async () => answer,
};
const answer = {
  status: 200,
  body: JSON.stringify({ issues: [], model: { version: '1' }, notices: [], language: { id: 'python' } }),
};

describe('transformAnswer', () => {
  it.each([
    SARIF,
    `${SARIF}; charset=utf-8`,
    `application/json;q=0.5, ${SARIF}`,
    `*/*;q=0.1, ${SARIF};q=0.2`,
    `text/html, ${SARIF};q=1, application/json`,
  ])('gives SARIF for %s', (accept) => {
    const transformed = transformAnswer(answer, endpoint, accept);
    expect(transformed).toMatchObject({ contentType: SARIF, headers: { vary: 'Accept' } });
    expect(JSON.parse(String(transformed.body))).toMatchObject({ version: '2.1.0' });
  });

  it.each([undefined, '*/*', 'application/json', `application/json, ${SARIF};q=0.9`, `${SARIF};q=0`])(
    'leaves it as it is for %s',
    (accept) => {
      expect(transformAnswer(answer, endpoint, accept)).toMatchObject({
        body: answer.body,
        headers: { vary: 'Accept' },
      });
    },
  );

  it('changes nothing where SARIF is not offered, nor an error', () => {
    const plain: Endpoint = { ...endpoint, answers: {} };
    expect(transformAnswer(answer, plain, SARIF)).toBe(answer);
    expect(transformAnswer({ status: 201, body: 'x' }, endpoint, SARIF).body).toBe('x');
  });
});
