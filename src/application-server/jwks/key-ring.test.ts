import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTenant, type Database, HOME_TENANT_ID, listAuditEvents } from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { createDataKey, tokenScopeOf } from '../../security/index.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';

const scope = tokenScopeOf(null);

forEachBackend((backend) => {
  const masterKey = createDataKey();
  const ringOf = (database: Database = backend.database(), key = masterKey, rotateAfterDays = 30) =>
    createKeyRing(
      database,
      { open: async (attempt) => await attempt(key), newest: async () => key },
      { scope, rotateAfterDays },
    );
  const kids = async (ring: KeyRing) => (await ring.published()).map(({ kid }) => kid);

  beforeEach(async () => {
    const database = backend.database();
    await createTenant(database, { id: HOME_TENANT_ID, name: 'Home' }, () => randomBytes(8));
    await database.asTenant(HOME_TENANT_ID, (tx) => tx.deleteFrom('signing_keys').execute());
  });

  describe('a key ring', () => {
    it('has no key until one is needed; of several processes one makes it', async () => {
      expect(await kids(ringOf())).toEqual([]);
      const rings = [ringOf(), ringOf(), ringOf()];
      const signers = await Promise.all(rings.map((ring) => ring.signer()));
      expect(new Set(signers.map(({ kid }) => kid)).size).toBe(1);
      expect(await rings[0]?.publicKey(signers[0]?.kid ?? '')).not.toBeNull();
    });

    it('signs with the old key until the next one has been published for long enough', async () => {
      const ring = ringOf();
      const { kid } = await ring.signer();
      const next = await ring.rotate({ compromised: false, actor: 'somebody' });
      expect(await kids(ring)).toEqual([next.kid, kid]);
      expect((await ring.signer()).kid).toBe(kid);
      expect((await ringOf().signer()).kid).toBe(kid);
      const { events } = await backend.database().asTenant(HOME_TENANT_ID, (tx) => listAuditEvents(tx, { limit: 1 }));
      expect(events[0]?.payload).toMatchObject({ action: 'key.rotated', actor: 'somebody', target: next.kid });
    });

    it('ends every key but the new one when they are compromised', async () => {
      const ring = ringOf();
      const { kid } = await ring.signer();
      const next = await ring.rotate({ compromised: true, actor: null });
      expect(await kids(ring)).toEqual([next.kid]);
      expect((await ring.signer()).kid).toBe(next.kid);
      expect(await ring.publicKey(kid)).toBeNull();
    });

    it('is replaced by schedule when its newest key is old enough', async () => {
      const ring = ringOf();
      expect(await ring.rotateIfDue()).toBe(false);
      await ring.signer();
      expect(await ring.rotateIfDue()).toBe(false);
      const impatient = ringOf(backend.database(), masterKey, -1);
      expect(await impatient.rotateIfDue()).toBe(true);
      expect(await kids(ringOf())).toHaveLength(2);
    });

    it('makes a new key at once when the operator has another master key than before', async () => {
      const { kid } = await ringOf().signer();
      const changed = ringOf(backend.database(), createDataKey());
      const signer = await changed.signer();
      expect(signer.kid).not.toBe(kid);
      expect(await kids(changed)).toContain(kid);
    });

    it('asks the database once for any number of names that nobody has', async () => {
      let asked = 0;
      const database: Database = {
        ...backend.database(),
        asTenant: (tenantId, work) => {
          asked++;
          return backend.database().asTenant(tenantId, work);
        },
      };
      const ring = ringOf(database);
      const found = await Promise.all(Array.from({ length: 500 }, (_, index) => ring.publicKey(`kid ${index}`)));
      expect(found.every((key) => key === null)).toBe(true);
      expect(asked).toBe(1);
    });
  });
});
