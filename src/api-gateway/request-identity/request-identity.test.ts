import { describe, expect, it } from 'vitest';
import { identifyRequest } from './request-identity.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('identifyRequest', () => {
  it('makes a UUIDv7 and a trace when nothing is sent', () => {
    const identity = identifyRequest({});
    expect(identity.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(identity.traceparent).toBe(`00-${identity.traceId}-${identity.spanId}-00`);
  });

  it('takes a well-formed request id and continues a trace', () => {
    const headers = { 'x-request-id': 'build-42.7', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    const identity = identifyRequest(headers);
    expect(identity).toMatchObject({ requestId: 'build-42.7', traceId: TRACE });
    expect(identity.traceparent).toBe(`00-${TRACE}-${identity.spanId}-01`);
    expect(identity.spanId).not.toBe('00f067aa0ba902b7');
  });

  it.each(['', 'a b', 'x'.repeat(129), '<script>', 'a\nb'])('replaces the request id %j', (sent) => {
    expect(identifyRequest({ 'x-request-id': sent }).requestId).not.toBe(sent);
  });

  it.each([
    'x',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-00f067aa0ba902b7-01`,
  ])('begins a new trace for %j', (traceparent) => {
    expect(identifyRequest({ traceparent }).traceId).not.toBe(TRACE);
  });
});
