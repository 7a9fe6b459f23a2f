import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import type { TenantTransaction } from './database.ts';
import { createTenant, HOME_TENANT_ID } from './index.ts';
import { addSigningKey, listSigningKeys, lockSigningKeys } from './signing-keys.ts';
import { forEachBackend } from './testing/for-each-backend.ts';

forEachBackend((backend) => {
  const asHome = (work: (tx: TenantTransaction) => Promise<void>) => backend.database().asTenant(HOME_TENANT_ID, work);
  const add = (kid: string, leadSeconds: number, overlapSeconds: number | null) =>
    asHome((tx) => addSigningKey(tx, { kid, publicKey: { kid }, sealed: randomBytes(8), leadSeconds, overlapSeconds }));
  const list = () => backend.database().asTenant(HOME_TENANT_ID, listSigningKeys);

  beforeEach(async () => {
    await createTenant(backend.database(), { id: HOME_TENANT_ID, name: 'Home' }, () => randomBytes(8));
  });

  it('keeps a key until its successor signs and its tokens are dead', async () => {
    await add('first', 0, 60);
    await add('second', 600, 900);
    const [second, first] = await list();
    expect(second).toMatchObject({ kid: 'second', publicKey: { kid: 'second' }, isActive: false, expiresAt: null });
    expect(first).toMatchObject({ kid: 'first', isActive: true });
    const end = (first?.expiresAt?.getTime() ?? 0) - (second?.activeFrom.getTime() ?? 0);
    expect(end).toBe(900_000);
    expect(first?.ageSeconds).toBeGreaterThanOrEqual(0);
  });

  it('ends all others at once when asked to', async () => {
    await add('third', 0, null);
    expect((await list()).map(({ kid }) => kid)).toEqual(['third']);
  });

  it('lists no key that has ended, and deletes it with the next one', async () => {
    await add('fourth', 0, -1);
    expect((await list()).map(({ kid }) => kid)).toEqual(['fourth']);
    await add('fifth', 600, 900);
    const stored = await backend
      .database()
      .asTenant(HOME_TENANT_ID, (tx) => tx.selectFrom('signing_keys').select('kid').orderBy('kid').execute());
    expect(stored.map(({ kid }) => kid)).toEqual(['fifth', 'fourth']);
  });

  it('lets one process at a time look and make', async () => {
    const order: string[] = [];
    const one = (name: string) =>
      asHome(async (tx) => {
        await lockSigningKeys(tx);
        order.push(`${name} in`);
        await tx.selectFrom('signing_keys').select('kid').execute();
        order.push(`${name} out`);
      });
    await Promise.all([one('a'), one('b'), one('c')]);
    for (let index = 0; index < order.length; index += 2) {
      expect(order[index + 1]).toBe(order[index]?.replace('in', 'out'));
    }
  });
});
