import { createPublicKey, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportChain, exportedChain } from '../../cli/audit-sources.ts';
import {
  appendAuditEvent,
  createTenant,
  type Database,
  eraseAuditEventsOf,
  eraseTenant,
  HOME_TENANT_ID,
  type TenantTransaction,
} from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleTenant } from '../../database-service/testing/samples.ts';
import { auditPublicKeyPem, auditSigningKey, signCheckpoint } from '../../security/index.ts';
import { databaseChain, databaseChains } from './chain-source.ts';
import { checkpointFiles } from './checkpoint-log.ts';
import { writeCheckpoints } from './checkpoints.ts';
import { verifyAudit } from './verification.ts';

const auditSecret = randomBytes(32);
const publicKeys = [createPublicKey(auditPublicKeyPem(auditSecret))];
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-audit-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function append(database: Database, tenant: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const event = { action: 'user.role-changed', actor: `actor ${index % 2}`, target: 'user', details: { index } };
    await database.asTenant(tenant, (tx) => appendAuditEvent(tx, event));
  }
}

/** What somebody with the rights of the database's owner could do: past the grants, the triggers and row-level security. */
async function tamper(database: Database, tenant: string, ...statements: string[]): Promise<void> {
  await database.asTenant(tenant, async (tx) => {
    await sql`reset role`.execute(tx);
    for (const table of ['audit_events', 'audit_chains']) {
      await sql
        .raw(`alter table ${table} disable trigger user; alter table ${table} no force row level security`)
        .execute(tx);
    }
    for (const statement of statements) await sql.raw(statement).execute(tx);
    for (const table of ['audit_events', 'audit_chains']) {
      await sql
        .raw(`alter table ${table} enable trigger user; alter table ${table} force row level security`)
        .execute(tx);
    }
  });
}

forEachBackend((backend) => {
  /** tenant with 6 events, the last checkpoint at the fifth */
  let tenant = '';
  let log = '';
  let database: Database;
  const checkpoint = () => writeCheckpoints({ database, auditSecret, directory: log });
  const verifyOne = (withCheckpoints = true) =>
    verifyAudit({
      chains: [databaseChain(database, tenant)],
      complete: false,
      checkpointDirectory: withCheckpoints ? log : null,
      publicKeys,
    });
  const mine = () => `tenant_id = '${tenant}'`;
  const rewrite = async (): Promise<string[]> => {
    const [file = ''] = await checkpointFiles(log);
    return (await readFile(file, 'utf8')).trimEnd().split('\n');
  };
  const overwrite = async (lines: readonly string[]) => {
    const [file = ''] = await checkpointFiles(log);
    await writeFile(file, `${lines.join('\n')}\n`);
  };

  beforeEach(async () => {
    database = backend.database();
    log = await mkdtemp(join(directory, 'log-'));
    await createTenant(database, { id: HOME_TENANT_ID, name: 'Home' }, () => randomBytes(60));
    tenant = await sampleTenant(database);
    await append(database, tenant, 2);
    await checkpoint();
    await append(database, tenant, 2);
    await checkpoint();
    await append(database, tenant, 1);
  });

  it('finds no fault in a whole database, with erased people and erased tenants in it', async () => {
    const erased = await sampleTenant(database);
    await append(database, erased, 3);
    await eraseTenant(database, erased);
    await database.asTenant(tenant, (tx) => eraseAuditEventsOf(tx, 'actor 0'));
    await checkpoint();
    await append(database, tenant, 1);
    const report = await verifyAudit({
      chains: databaseChains(database),
      complete: true,
      checkpointDirectory: log,
      publicKeys,
    });
    expect(report).toMatchObject({ fault: null, notes: [] });
    expect(report.chains).toContainEqual({ tenantId: tenant, events: 8, erased: 3, checkpoints: 3 });
    expect(report.chains).toContainEqual({ tenantId: erased, events: 6, erased: 4, checkpoints: 1 });
    const left = await database.asTenant(erased, (tx) => eventsText(tx));
    expect(left).not.toMatch(/actor \d|role-changed/);
    expect(left).toContain('tenant.erased');
  });

  it.each([
    ['seq', 'update audit_events set seq = 99 where seq = 6', 99],
    ['occurred_at', "update audit_events set occurred_at = occurred_at + interval '1 ms' where seq = 3", 3],
    ['commitment', "update audit_events set commitment = sha256('x') where seq = 3", 3],
    ['previous_hash', "update audit_events set previous_hash = sha256('x') where seq = 3", 3],
    ['hash', "update audit_events set hash = sha256('x') where seq = 3", 3],
    ['salt', "update audit_events set salt = sha256('x') where seq = 3", 3],
    ['action', "update audit_events set action = 'user.renamed' where seq = 3", 3],
    ['actor', "update audit_events set actor = 'somebody else' where seq = 3", 3],
    ['actor, to none', 'update audit_events set actor = null where seq = 3', 3],
    ['target', "update audit_events set target = 'something else' where seq = 3", 3],
    ['details', `update audit_events set details = '{"index":7}' where seq = 3`, 3],
    [
      'payload, erased without a record',
      'update audit_events set salt = null, action = null, actor = null, target = null, details = null where seq = 4',
      4,
    ],
    ['head_hash', "update audit_chains set head_hash = sha256('x')", 6],
    ['last_seq', 'update audit_chains set last_seq = 7', 6],
    ['the tail', 'delete from audit_events where seq = 6', 5],
    ['the middle', 'delete from audit_events where seq = 4', 5],
    [
      'two swapped',
      'update audit_events set seq = case seq when 3 then 94 else 93 end where seq in (3, 4); update audit_events set seq = seq - 90 where seq > 90',
      3,
    ],
  ])('finds a change of %s, without checkpoints', async (_what, statement, seq) => {
    await tamper(
      database,
      tenant,
      ...statement
        .split('; ')
        .map((one) => (one.includes('where') ? `${one} and ${mine()}` : `${one} where ${mine()}`)),
    );
    expect((await verifyOne(false)).fault).toMatch(`event ${seq}: `);
  });

  it('finds an event that was moved to another tenant', async () => {
    const other = await sampleTenant(database);
    await tamper(
      database,
      tenant,
      `update audit_events set tenant_id = '${other}', seq = 2 where seq = 6 and ${mine()}`,
    );
    const report = await verifyAudit({
      chains: [databaseChain(database, other)],
      complete: false,
      checkpointDirectory: null,
      publicKeys,
    });
    expect(report.fault).toMatch(/event 2: it does not follow/);
  });

  it('finds a tail that was cut off together with its head, by the checkpoint that saw it', async () => {
    await tamper(
      database,
      tenant,
      `delete from audit_events where seq > 4 and ${mine()}`,
      `update audit_chains set last_seq = 4, head_hash = (select hash from audit_events where seq = 4 and ${mine()}) where ${mine()}`,
    );
    expect((await verifyOne(false)).fault).toBeNull();
    expect((await verifyOne()).fault).toMatch(/event 5: the chain ends at event 4, but a checkpoint of .* saw event 5/);
  });

  it('finds a chain that was made anew, and one that is gone', async () => {
    await tamper(
      database,
      tenant,
      `delete from audit_events where ${mine()}`,
      `delete from audit_chains where ${mine()}`,
    );
    expect((await verifyOne()).fault).toMatch(/event 1: the chain ends/);
    await append(database, tenant, 6);
    expect((await verifyOne(false)).fault).toBeNull();
    expect((await verifyOne()).fault).toMatch(/event 3: a checkpoint of .* saw another event/);
    const whole = { complete: true, checkpointDirectory: log, publicKeys };
    expect((await verifyAudit({ ...whole, chains: [] })).fault).toMatch(/it is gone/);
  });

  describe('the checkpoints', () => {
    it('are files that only their owner may read', async () => {
      const [file = ''] = await checkpointFiles(log);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    });

    it('are not written when nothing happened', async () => {
      await checkpoint();
      const before = await rewrite();
      expect(await checkpoint()).toBe(0);
      expect(await rewrite()).toEqual(before);
    });

    it('may not be forged, changed, swapped or taken out', async () => {
      const lines = await rewrite();
      const [first = '', second = '', ...rest] = lines;
      const forged = signCheckpoint(auditSigningKey(randomBytes(32)), { ...JSON.parse(first), seq: 1 });
      for (const [changed, fault] of [
        [[forged, second, ...rest], /:1: .*not signed/],
        [[first.replace(/"seq":\d+/, '"seq":77'), second, ...rest], /:1: .*not signed/],
        [[second, first, ...rest], /:2: .*does not follow/],
        [[first, ...rest], /:2: .*does not follow/],
      ] as const) {
        await overwrite(changed);
        expect((await verifyOne()).fault).toMatch(fault);
      }
      await overwrite(lines);
      expect((await verifyOne()).fault).toBeNull();
    });

    it('survive a torn line, which is told', async () => {
      const [file = ''] = await checkpointFiles(log);
      await appendFile(file, '{"version":1,"ch');
      await checkpoint();
      const report = await verifyOne();
      expect(report.fault).toBeNull();
      expect(report.notes.join()).toMatch(/a torn line/);
    });

    it('follow each other when several processes write them at once', async () => {
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          await append(database, tenant, 1);
          await checkpoint();
        }),
      );
      expect((await verifyOne()).fault).toBeNull();
    });
  });

  it('checks an exported log in the same way', async () => {
    const path = join(log, 'log.jsonl');
    const lines: string[] = [];
    await exportChain(databaseChain(database, tenant), new Date(), (line) => void lines.push(line));
    const verifyFile = async (changed: readonly string[]) => {
      await writeFile(path, `${changed.join('\n')}\n`);
      const chains = [await exportedChain(path)];
      return await verifyAudit({ chains, complete: false, checkpointDirectory: log, publicKeys });
    };
    expect(await verifyFile(lines)).toMatchObject({ fault: null, chains: [{ events: 6 }] });
    const changed = lines.map((line, index) => (index === 3 ? line.replace('actor 1', 'actor 0') : line));
    expect((await verifyFile(changed)).fault).toMatch(/event 3: it says something else/);
    expect((await verifyFile(lines.slice(0, -2))).fault).toMatch(/event 5: the chain ends/);
    expect((await verifyFile(lines.with(2, 'nonsense'))).fault).toMatch(/event NaN: event 2 should stand here/);
    await expect(verifyFile(lines.slice(1))).rejects.toThrow(/no audit log/);
  });
});

async function eventsText(tx: TenantTransaction): Promise<string> {
  const { rows } = await sql`select action, actor, target, details from audit_events`.execute(tx);
  return JSON.stringify(rows);
}
