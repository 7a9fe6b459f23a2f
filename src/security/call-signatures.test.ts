import { describe, expect, it, vi } from 'vitest';
import { signCall, verifyCall } from './call-signatures.ts';

const key = Buffer.alloc(32, 1);
const call = { method: 'POST', path: '/model/v1/analyses' };

describe('the signature of a call between roles', () => {
  it('is good for the call that it was made for, and for a minute', () => {
    const signature = signCall(key, call);
    expect(() => verifyCall(key, call, signature)).not.toThrow();
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    expect(() => verifyCall(key, call, signature)).toThrow(/processes of its installation/);
    vi.useRealTimers();
  });

  it.each([
    ['another key', signCall(Buffer.alloc(32, 2), call)],
    ['another method', signCall(key, { ...call, method: 'GET' })],
    ['another path', signCall(key, { ...call, path: '/v2/models/ranker/infer' })],
    ['a longer life', signCall(key, call).replace(/^\d+/, String(Date.now() + 3_600_000))],
    ['none', undefined],
    ['nonsense', 'a.b.c'],
    ['an empty one', ''],
  ])('is refused: %s', (_, signature) => {
    expect(() => verifyCall(key, call, signature)).toThrow(/processes of its installation/);
  });
});
