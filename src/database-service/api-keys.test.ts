import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createApiKey, findApiKeyByHash, listApiKeys, revokeApiKey, touchApiKey } from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleTenant } from './testing/samples.ts';

forEachBackend((backend) => {
  const sample = () => ({ hash: randomBytes(32), prefix: 'asy_live_1234', name: 'CI', role: 'developer' });

  it('finds the tenant of a key by its hash alone', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const key = { ...sample(), scopes: ['analyses:read'], isBootstrap: true };
    const made = await database.asTenant(tenant, (tx) => createApiKey(tx, key));
    const found = await findApiKeyByHash(database, key.hash);
    expect(found).toEqual({ ...made, user: null, project: null });
    expect(found).toMatchObject({ tenantId: tenant, role: 'developer', scopes: ['analyses:read'], isBootstrap: true });
    expect(await findApiKeyByHash(database, randomBytes(32))).toBeNull();
  });

  it('finds no revoked and no expired key', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const [revoked, expired, valid] = [sample(), sample(), sample()];
    const { id } = await database.asTenant(tenant, (tx) => createApiKey(tx, revoked));
    await database.asTenant(tenant, (tx) => createApiKey(tx, { ...expired, expiresAt: new Date(Date.now() - 1000) }));
    await database.asTenant(tenant, (tx) => createApiKey(tx, { ...valid, expiresAt: new Date(Date.now() + 60_000) }));
    expect(await database.asTenant(tenant, (tx) => revokeApiKey(tx, id))).toBe(true);
    expect(await database.asTenant(tenant, (tx) => revokeApiKey(tx, id))).toBe(false);
    expect(await findApiKeyByHash(database, revoked.hash)).toBeNull();
    expect(await findApiKeyByHash(database, expired.hash)).toBeNull();
    expect(await findApiKeyByHash(database, valid.hash)).not.toBeNull();
    expect((await database.asTenant(tenant, (tx) => listApiKeys(tx))).length).toBe(3);
  });

  it('revokes no key of another tenant', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    const key = await database.asTenant(left, (tx) => createApiKey(tx, sample()));
    expect(await database.asTenant(right, (tx) => revokeApiKey(tx, key.id))).toBe(false);
    expect(await database.asTenant(right, (tx) => listApiKeys(tx))).toEqual([]);
  });

  it('notes the last use, at most once a minute', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const lastUse = async () => (await database.asTenant(tenant, (tx) => listApiKeys(tx)))[0]?.lastUsedAt?.getTime();
    const { id } = await database.asTenant(tenant, (tx) => createApiKey(tx, sample()));
    await database.asTenant(tenant, (tx) => touchApiKey(tx, id));
    const first = await lastUse();
    await database.asTenant(tenant, (tx) => touchApiKey(tx, id));
    expect(first).toBeGreaterThan(0);
    expect(await lastUse()).toBe(first);
    await database.asTenant(tenant, (tx) => sql`update api_keys set last_used_at = '2020-01-01'`.execute(tx));
    await database.asTenant(tenant, (tx) => touchApiKey(tx, id));
    expect(await lastUse()).toBeGreaterThanOrEqual(first ?? 0);
  });

  it('opens no way to all keys: the look-up leaves nothing behind', async () => {
    const database = backend.database();
    const [left, right] = [await sampleTenant(database), await sampleTenant(database)];
    const key = sample();
    await database.asTenant(left, (tx) => createApiKey(tx, key));
    const seen = await database.asTenant(right, async (tx) => {
      await sql`select from find_api_key(${key.hash})`.execute(tx);
      await sql`select set_config('app.lookup', 'api-key', true)`.execute(tx);
      return (await sql`select 1 from api_keys`.execute(tx)).rows.length;
    });
    expect(seen).toBe(0);
  });
});
