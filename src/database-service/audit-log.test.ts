import { sql } from 'kysely';
import { expect, it } from 'vitest';
import {
  appendAuditEvent,
  commitmentOf,
  findAuditHead,
  genesisHash,
  linkHash,
  listAuditEvents,
  readAuditChain,
} from './index.ts';
import { forEachBackend } from './testing/for-each-backend.ts';
import { sampleTenant } from './testing/samples.ts';

const event = (changes: object = {}) => ({
  action: 'api-key.created',
  actor: 'someone',
  target: 'a key',
  details: { zebra: 1.5, apple: 'ü', yes: true, none: null },
  ...changes,
});

forEachBackend((backend) => {
  it('chains every event to the one before it, from the hash that names the tenant', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    await database.asTenant(tenant, async (tx) => {
      await appendAuditEvent(tx, event());
      await appendAuditEvent(tx, event({ details: {} }));
    });
    const chain = await database.asTenant(tenant, (tx) => readAuditChain(tx, 0, 100));
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    let previousHash = genesisHash(tenant);
    for (const link of chain) {
      expect(link.previousHash).toEqual(previousHash);
      expect(link.hash).toEqual(linkHash(link));
      expect(link.commitment).toEqual(link.payload && commitmentOf(link.salt ?? Buffer.of(), link.payload));
      previousHash = link.hash;
    }
    expect(await database.asTenant(tenant, findAuditHead)).toEqual({ seq: 3, hash: previousHash });
  });

  it('stays one chain when many append at once', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const appends = Array.from({ length: 40 }, (_, index) =>
      database.asTenant(tenant, (tx) => appendAuditEvent(tx, event({ actor: `actor ${index}` }))),
    );
    await Promise.all(appends);
    const chain = await database.asTenant(tenant, (tx) => readAuditChain(tx, 0, 100));
    expect(chain.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
    const times = chain.map(({ time }) => time.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('is stored with the change or not at all', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const failing = database.asTenant(tenant, async (tx) => {
      await appendAuditEvent(tx, event());
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.asTenant(tenant, findAuditHead)).toMatchObject({ seq: 1 });
  });

  it('can be neither changed nor deleted by the application, only erased', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const run = (statement: string) => database.asTenant(tenant, (tx) => sql`${sql.raw(statement)}`.execute(tx));
    for (const statement of [
      'delete from audit_events',
      'delete from audit_chains',
      'truncate audit_events',
      "update audit_events set hash = '\\x00'",
      'update audit_events set seq = 7',
      'update audit_events set occurred_at = now()',
      "update audit_events set commitment = '\\x00'",
    ]) {
      await expect(run(statement), statement).rejects.toThrow(/permission denied/);
    }
    await expect(run("update audit_events set actor = 'somebody else'")).rejects.toThrow(/only be erased/);
    await expect(run('update audit_chains set last_seq = last_seq + 2')).rejects.toThrow(/one event at a time/);
    await expect(run('update audit_events set actor = null, salt = null')).rejects.toThrow(/check constraint/);
  });

  it('takes no secrets, no code and no action that is not noun.verb', async () => {
    const database = backend.database();
    const tenant = await sampleTenant(database);
    const key = `asy_live_${'A'.repeat(36)}`;
    for (const wrong of [{ action: 'Created' }, { details: { password: 'x' } }, { details: { note: key } }]) {
      const append = database.asTenant(tenant, (tx) => appendAuditEvent(tx, event(wrong)));
      await expect(append, JSON.stringify(wrong)).rejects.toThrow(/audit/);
    }
    await database.asTenant(tenant, (tx) =>
      appendAuditEvent(tx, event({ details: { long: 'x'.repeat(9000), nul: '\0' } })),
    );
    const { events } = await database.asTenant(tenant, (tx) => listAuditEvents(tx, { limit: 1 }));
    expect(events[0]?.payload?.details).toEqual({ long: 'x'.repeat(500), nul: '\ufffd' });
  });
});
