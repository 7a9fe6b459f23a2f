import { describe, expect, it } from 'vitest';
import { type Caller, createRevocations } from '../../application-server/index.ts';
import { rememberCallers } from './remembered-callers.ts';

const caller = (tenantId: string): Caller => ({
  tenantId,
  actor: 'actor',
  credential: { kind: 'api-key', id: 'key' },
  userId: null,
  permissions: { role: 'developer', scopes: [], isBootstrap: false },
});
const inForce = (tenantId: string) => ({ caller: caller(tenantId), expiresAt: Number.POSITIVE_INFINITY });

describe('remembered callers', () => {
  it('are asked for once, however many ask at the same time', async () => {
    const remembered = rememberCallers(createRevocations());
    let questions = 0;
    const ask = async () => {
      questions++;
      return inForce('a');
    };
    await Promise.all([remembered.recognise('x', ask), remembered.recognise('x', ask)]);
    await remembered.recognise('x', ask);
    expect(questions).toBe(1);
  });

  it('are forgotten at once when something of their tenant is revoked', async () => {
    const revocations = createRevocations();
    const remembered = rememberCallers(revocations);
    await remembered.recognise('x', async () => inForce('a'));
    await remembered.recognise('y', async () => inForce('b'));
    revocations.announce('a');
    const gone = async () => ({ caller: null, expiresAt: 0 });
    await expect(remembered.recognise('x', gone)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await remembered.recognise('y', gone)).tenantId).toBe('b');
  });

  it('are not remembered from an answer that is older than a revocation', async () => {
    const revocations = createRevocations();
    const remembered = rememberCallers(revocations);
    let answer: (value: ReturnType<typeof inForce>) => void = () => {};
    const slow = remembered.recognise('x', () => new Promise((resolve) => (answer = resolve)));
    revocations.announce('a');
    // Asked after the revocation: must not be given the answer of before.
    const later = remembered.recognise('x', async () => ({ caller: null, expiresAt: 0 }));
    answer(inForce('a'));
    await slow;
    await expect(later).rejects.toMatchObject({ code: 'unauthenticated' });
    const again = remembered.recognise('x', async () => ({ caller: null, expiresAt: 0 }));
    await expect(again).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('are refused once they have expired', async () => {
    const remembered = rememberCallers(createRevocations());
    const expired = async () => ({ caller: caller('a'), expiresAt: Date.now() - 1 });
    await expect(remembered.recognise('x', expired)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
