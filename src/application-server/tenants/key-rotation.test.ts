import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  cancelScan,
  createScan,
  createTenant,
  type Database,
  deleteUnusedKeys,
  findCode,
  findWrappedKeys,
  HOME_TENANT_ID,
  saveAnalysis,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleAnalysis } from '../../database-service/testing/samples.ts';
import { loadOperatorKeys, type OperatorKeys } from '../../security/index.ts';
import { replaceOlderKeys, rotateDataKey } from './data-key-rotation.ts';
import { createDataKeys, newDataKey } from './data-keys.ts';
import { rotateMasterKey } from './master-key-rotation.ts';

const ACTOR = { actor: null };

const OPEN_SCAN = { source: 'git', origin: null, project: null, repository: null, ref: null, settings: {} } as const;

forEachBackend((backend) => {
  let directory = '';
  let keys: OperatorKeys;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-rotation-'));
    keys = await loadOperatorKeys(directory);
    await createTenant(backend.database(), { id: HOME_TENANT_ID, name: 'Home' }, (id) =>
      newDataKey(keys.masterKeys, id),
    );
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const makeTenant = () => createTenant(backend.database(), { name: 'x' }, (id) => newDataKey(keys.masterKeys, id));

  /** as the analyze endpoint stores it */
  const store = async (tenant: string, code: string): Promise<Buffer> => {
    const ring = await createDataKeys(backend.database(), keys.masterKeys).of(tenant);
    const address = ring.addressOf(code);
    const sealed = { address, ciphertext: ring.seal(Buffer.from(code), `code:${tenant}`) };
    await backend.database().asTenant(tenant, (tx) => saveAnalysis(tx, sampleAnalysis({ code: sealed })));
    return address;
  };
  const stored = async (tenant: string): Promise<string[]> => {
    const dataKeys = createDataKeys(backend.database(), keys.masterKeys);
    const rows = await backend.database().asTenant(tenant, async (tx) => {
      const { rows } = await sql<{
        address: Buffer;
      }>`select code_address as address from analyses order by analysis_id`.execute(tx);
      return await Promise.all(rows.map(({ address }) => findCode(tx, address)));
    });
    const opened = rows.map((sealed) => dataKeys.open(tenant, sealed ?? Buffer.alloc(0), `code:${tenant}`));
    return (await Promise.all(opened)).map(String);
  };
  const count = async (tenant: string): Promise<number> => {
    const { rows } = await backend.database().asTenant(tenant, (tx) => sql`select 1 from code_objects`.execute(tx));
    return rows.length;
  };

  it('keeps equal code once inside a tenant, and apart from that of another', async () => {
    const [left, right] = [await makeTenant(), await makeTenant()];
    const addresses = [await store(left, 'x = 1'), await store(left, 'x = 1'), await store(right, 'x = 1')];
    expect(addresses[0]).toEqual(addresses[1]);
    expect(addresses[0]).not.toEqual(addresses[2]);
    expect([await count(left), await count(right)]).toEqual([1, 1]);
  });

  it('seals new code under the new data key and still opens the old', async () => {
    const tenant = await makeTenant();
    await store(tenant, 'old');
    expect(await rotateDataKey(backend.database(), keys.masterKeys, tenant, { ...ACTOR, replaceOlder: false })).toBe(2);
    await store(tenant, 'new');
    await store(tenant, 'old');
    expect((await stored(tenant)).sort()).toEqual(['new', 'old', 'old']);
    const report = await replaceOlderKeys(backend.database(), keys.masterKeys, tenant);
    expect(report).toEqual({ resealed: 0, destroyed: 0, finished: true });
    expect(await count(tenant)).toBe(3);
  });

  it('seals old code anew when the new key replaces the older ones, and destroys those', async () => {
    const tenant = await makeTenant();
    for (let index = 0; index < 50; index++) await store(tenant, `file ${index % 45}`);
    await rotateDataKey(backend.database(), keys.masterKeys, tenant, { ...ACTOR, replaceOlder: true });
    await store(tenant, 'file 3');
    const report = await replaceOlderKeys(backend.database(), keys.masterKeys, tenant);
    expect(report.resealed).toBe(45);
    // On a server another process may have a key in memory for some seconds: it is destroyed later.
    expect(report.finished).toBe(backend.name === 'embedded');
    await backend.database().asTenant(tenant, (tx) => deleteUnusedKeys(tx, 2));
    const versions = await backend.database().asTenant(tenant, findWrappedKeys);
    expect(versions.map(({ version }) => version)).toEqual([2]);
    expect(await count(tenant)).toBe(45);
    const codes = await stored(tenant);
    expect([codes.length, codes[0], codes[50]]).toEqual([51, 'file 0', 'file 3']);
  });

  it('never destroys a key that still seals something', async () => {
    const tenant = await makeTenant();
    await store(tenant, 'old');
    await rotateDataKey(backend.database(), keys.masterKeys, tenant, { ...ACTOR, replaceOlder: true });
    expect(await backend.database().asTenant(tenant, (tx) => deleteUnusedKeys(tx, 2))).toBe(0);
    expect(await stored(tenant)).toEqual(['old']);
  });

  it.each(['sealed_source', 'outcome'])('nor one that a scan needs which has not ended: its %s', async (what) => {
    const tenant = await makeTenant();
    const asTenant = <Result>(work: (tx: TenantTransaction) => Promise<Result>) =>
      backend.database().asTenant(tenant, work);
    const ring = await createDataKeys(backend.database(), keys.masterKeys).of(tenant);
    const sealed = ring.seal(Buffer.from('x'), 'x');
    const id = uuidv7();
    await asTenant(async (tx) => {
      await createScan(tx, { ...OPEN_SCAN, id, createdBy: 'x', sealedSource: what === 'outcome' ? null : sealed });
      const outcome = what === 'outcome' ? sealed : null;
      await tx.insertInto('scan_files').values({ scan_id: id, position: 0, path: 'a.py', outcome }).execute();
    });
    await rotateDataKey(backend.database(), keys.masterKeys, tenant, { ...ACTOR, replaceOlder: true });
    expect(await asTenant((tx) => deleteUnusedKeys(tx, 2))).toBe(0);
    await asTenant((tx) => cancelScan(tx, id));
    expect(await asTenant((tx) => deleteUnusedKeys(tx, 2))).toBe(1);
  });

  it('refuses to rotate the key of a tenant that is not there', async () => {
    const id = '00000000-0000-7000-8000-00000000dead';
    const rotating = rotateDataKey(backend.database(), keys.masterKeys, id, { ...ACTOR, replaceOlder: false });
    await expect(rotating).rejects.toMatchObject({ code: 'not_found' });
  });

  it('exchanges the master key, cut off after any of its steps and run again', async () => {
    const tenants = [await makeTenant(), await makeTenant(), await makeTenant()];
    for (const tenant of tenants) await store(tenant, `of ${tenant}`);
    let cut = 0;
    for (let done = false; !done; cut++) {
      const before = await keys.masterKeys.newest();
      const rotating = rotateMasterKey(failingAfter(backend.database(), cut), keys, null);
      done = await rotating.then(
        () => true,
        () => false,
      );
      if (!done) expect((await readdir(keys.directory)).sort()).toContain('master.key');
      for (const tenant of tenants) expect(await stored(tenant)).toEqual([`of ${tenant}`]);
      if (cut > 0 && !done) expect(await keys.masterKeys.newest()).toEqual(before);
    }
    expect(cut).toBeGreaterThan(4);
    expect(await readdir(keys.directory)).not.toContain('master-next.key');
    const report = await rotateMasterKey(backend.database(), keys, null);
    expect(report.resumed).toBe(false);
    expect(report.rewrapped).toBeGreaterThanOrEqual(report.tenants);
    for (const tenant of tenants) expect(await stored(tenant)).toEqual([`of ${tenant}`]);
  });

  it('keeps tenants that are made while the master key is exchanged', async () => {
    const made: Promise<string>[] = [];
    const rotating = rotateMasterKey(backend.database(), keys, null);
    for (let index = 0; index < 8; index++) {
      made.push(makeTenant());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await rotating;
    const fresh = await loadOperatorKeys(directory);
    const dataKeys = createDataKeys(backend.database(), fresh.masterKeys);
    for (const tenant of await Promise.all(made)) expect((await dataKeys.of(tenant)).newest.version).toBe(1);
  });
});

/** The database of a process that dies before its transaction number `count`. */
function failingAfter(database: Database, count: number): Database {
  let left = count;
  return {
    ...database,
    asTenant(tenantId, work) {
      if (left-- <= 0) throw new Error('killed');
      return database.asTenant(tenantId, work);
    },
  };
}
