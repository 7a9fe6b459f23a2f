import { randomBytes } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import type { Caller } from '../../application-server/index.ts';
import { type CallerAssertion, signAssertion, verifyAssertion } from './caller-assertion.ts';

const key = randomBytes(32);
const request = { method: 'POST', path: '/api/v1/analyze?x=1', requestId: 'r1' };
const caller = { tenantId: 't', actor: 'a', until: new Date(5), permissions: { scopes: [] } } as unknown as Caller;
const assertion: CallerAssertion = { caller, refusal: null, clientAddress: '192.0.2.1' };

afterEach(() => vi.useRealTimers());

it('arrives as it was sent, dates included', () => {
  expect(verifyAssertion(key, request, signAssertion(key, request, assertion))).toEqual(assertion);
  const refusal = { code: 'forbidden', detail: 'x' } as const;
  const nobody = { ...assertion, caller: null, refusal };
  expect(verifyAssertion(key, request, signAssertion(key, request, nobody))).toEqual(nobody);
});

it('holds for no other request, under no other key, and not when it was changed', () => {
  const signed = signAssertion(key, request, assertion);
  const [text = '', mac = ''] = signed.split('.');
  const otherText = Buffer.from(Buffer.from(text, 'base64url').toString().replace('"t"', '"u"')).toString('base64url');
  const wrong: [Buffer, typeof request, unknown][] = [
    [key, { ...request, method: 'GET' }, signed],
    [key, { ...request, path: '/api/v1/analyze' }, signed],
    [key, { ...request, requestId: 'r2' }, signed],
    [randomBytes(32), request, signed],
    [key, request, `${otherText}.${mac}`],
    [key, request, `${text}.`],
    [key, request, text],
    [key, request, ''],
    [key, request, undefined],
    [key, request, [signed]],
  ];
  for (const [otherKey, otherRequest, header] of wrong) {
    expect(() => verifyAssertion(otherKey, otherRequest, header)).toThrow(/gateways of its installation/);
  }
});

it('holds for a minute', () => {
  vi.useFakeTimers();
  const signed = signAssertion(key, request, assertion);
  vi.advanceTimersByTime(59_000);
  expect(verifyAssertion(key, request, signed)).toEqual(assertion);
  vi.advanceTimersByTime(2_000);
  expect(() => verifyAssertion(key, request, signed)).toThrow();
});
