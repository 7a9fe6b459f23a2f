// A real primary with a real streaming replica: who answers, what is never stale, and what never fails.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type PostgresqlReplica,
  type PostgresqlServer,
  postgresqlMissing,
  startPostgresql,
} from '../../../tests/services/postgresql.ts';
import { AssayError } from '../../errors.ts';
import {
  createProject,
  type Database,
  examineReplica,
  listProjects,
  openDatabase,
  type TenantTransaction,
} from '../index.ts';
import { sampleTenant } from '../testing/samples.ts';
import { sharedQuestion } from './log-position.ts';
import type { ReplicaState } from './replica-status.ts';

const skipped = postgresqlMissing === null ? '' : ` (skipped: ${postgresqlMissing})`;

async function answer(tx: TenantTransaction): Promise<{ fromReplica: boolean; slugs: string[] }> {
  const { rows } = await sql<{ standby: boolean }>`select pg_is_in_recovery() as standby`.execute(tx);
  const { projects } = await listProjects(tx, {});
  return { fromReplica: rows[0]?.standby === true, slugs: projects.map(({ slug }) => slug).sort() };
}

const write = (database: Database, tenant: string, slug: string) =>
  database.asTenant(tenant, (tx) => createProject(tx, { slug, name: slug, description: '', createdBy: null }));

describe.skipIf(postgresqlMissing !== null)(`a read replica${skipped}`, () => {
  let server: PostgresqlServer;
  let replica: PostgresqlReplica;
  let url = '';
  /** two processes of one fleet */
  let here: Database;
  let there: Database;
  let tenant = '';
  const openAt = (readUrl: string) =>
    openDatabase({ url, dataDirectory: '/nowhere', poolSize: 3, replica: { url: readUrl, waitMs: 5000 } });
  const becomes = (database: Database, state: ReplicaState) =>
    expect.poll(() => database.replicaStatus()?.state).toBe(state);
  const ask = (database: Database) => database.asTenantReading(tenant, answer);

  beforeAll(async () => {
    server = await startPostgresql();
    url = await server.createDatabase();
    await (await openDatabase({ url, dataDirectory: '/nowhere' })).close();
    replica = await server.createReplica();
    here = await openAt(replica.urlOf(url));
    there = await openAt(replica.urlOf(url));
    tenant = await sampleTenant(here);
  });
  afterAll(async () => {
    await Promise.all([here?.close(), there?.close()]);
    await replica?.remove();
    await server?.remove();
  });

  it('answers questions, and counts who answered', async () => {
    await Promise.all([becomes(here, 'answering'), becomes(there, 'answering')]);
    const before = here.replicaStatus()?.answered.replica ?? 0;
    expect(await ask(here)).toEqual({ fromReplica: true, slugs: [] });
    expect(here.replicaStatus()).toMatchObject({ state: 'answering', lagSeconds: 0 });
    expect(here.replicaStatus()?.answered.replica).toBe(before + 1);
    expect((await here.asTenant(tenant, answer)).fromReplica).toBe(false);
  });

  it('shows at once what was written, by this process or another', async () => {
    const expected: string[] = [];
    for (let round = 0; round < 20; round++) {
      const slug = `round-${String(round).padStart(2, '0')}`;
      await write(round % 2 === 0 ? here : there, tenant, slug);
      expected.push(slug);
      const answers = await Promise.all([ask(here), ask(there), ask(here)]);
      for (const { slugs } of answers) expect(slugs).toEqual(expected);
    }
    expect(here.replicaStatus()?.answered.replica).toBeGreaterThan(20);
  });

  it('shows a tenant its own rows only, and takes no writes', async () => {
    const other = await sampleTenant(here);
    await write(here, other, 'of-another');
    expect((await ask(here)).slugs).not.toContain('of-another');
    const seen = await here.asTenantReading(other, answer);
    expect(seen).toEqual({ fromReplica: true, slugs: ['of-another'] });
    const who = await here.asTenantReading(other, (tx) =>
      sql<{ who: string }>`select current_user || ' ' || current_setting('app.tenant') as who`.execute(tx),
    );
    expect(who.rows[0]?.who).toBe(`assay_app ${other}`);
    await expect(
      here.asTenantReading(tenant, (tx) =>
        createProject(tx, { slug: 'never', name: '', description: '', createdBy: null }),
      ),
    ).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect((await ask(there)).slugs).not.toContain('never');
  });

  it('refuses a transaction inside another, and passes on what is wrong with a question', async () => {
    await expect(here.asTenantReading(tenant, () => here.asTenantReading(tenant, answer))).rejects.toThrow(
      /inside asTenant/,
    );
    const wrong = here.asTenantReading(tenant, (tx) => listProjects(tx, { cursor: 'nonsense' }));
    await expect(wrong).rejects.toBeInstanceOf(AssayError);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await ask(here)).fromReplica).toBe(true);
  });

  it('leaves the question to the primary when it cancels it', async () => {
    let attempts = 0;
    const result = await here.asTenantReading(tenant, async (tx) => {
      attempts++;
      const { fromReplica } = await answer(tx);
      if (fromReplica) await sql`select pg_cancel_backend(pg_backend_pid()), pg_sleep(5)`.execute(tx);
      return fromReplica;
    });
    expect([result, attempts]).toEqual([false, 2]);
    expect((await ask(here)).fromReplica).toBe(true);
  });

  it('paused, it answers as long as it has everything; then the primary does, until it goes on', async () => {
    await replica.asSuperuser('select pg_wal_replay_pause()', 'postgres');
    await write(there, tenant, 'while-paused');
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => ask(index % 2 === 0 ? here : there)));
    for (const { fromReplica, slugs } of answers) {
      expect(fromReplica).toBe(false);
      expect(slugs).toContain('while-paused');
    }
    await becomes(here, 'behind');
    expect(here.replicaStatus()?.lagSeconds).toBeGreaterThan(0);
    expect(await examineReplica(url, replica.urlOf(url))).toMatchObject({ state: 'behind' });
    await replica.asSuperuser('select pg_wal_replay_resume()', 'postgres');
    await Promise.all([becomes(here, 'answering'), becomes(there, 'answering')]);
    expect(await ask(here)).toMatchObject({ fromReplica: true, slugs: expect.arrayContaining(['while-paused']) });
  });

  it('stopped in the middle of questions, no question fails; started again, it answers', async () => {
    const asking = Array.from({ length: 30 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 5));
      return await ask(index % 2 === 0 ? here : there);
    });
    const held = here.asTenantReading(tenant, async (tx) => {
      const found = await answer(tx);
      if (found.fromReplica) await replica.stop();
      return (await answer(tx)).fromReplica;
    });
    expect(await held).toBe(false);
    for (const { slugs } of await Promise.all(asking)) expect(slugs).toContain('while-paused');
    await write(there, tenant, 'while-stopped');
    expect(await ask(here)).toMatchObject({ fromReplica: false, slugs: expect.arrayContaining(['while-stopped']) });
    await becomes(here, 'away');
    await replica.start();
    await Promise.all([becomes(here, 'answering'), becomes(there, 'answering')]);
    expect(await ask(here)).toMatchObject({ fromReplica: true, slugs: expect.arrayContaining(['while-stopped']) });
  });

  it('leaves tenants that are moved between databases to the primary', async () => {
    await server.asSuperuser(
      `insert into tenant_placements (tenant_id, state, database) values ('${tenant}', 'moving', 'eu')`,
      new URL(url).pathname.slice(1),
    );
    expect((await ask(here)).fromReplica).toBe(false);
    await server.asSuperuser(`delete from tenant_placements`, new URL(url).pathname.slice(1));
    expect((await ask(here)).fromReplica).toBe(true);
  });

  it('is not believed when it is a primary, or of another cluster', async () => {
    const itself = await openAt(url);
    await becomes(itself, 'promoted');
    expect((await ask(itself)).slugs).toContain('while-stopped');
    await itself.close();
    const stranger = await startPostgresql();
    try {
      const foreign = await openAt(await stranger.createDatabase());
      await becomes(foreign, 'other_cluster');
      expect((await ask(foreign)).slugs).toContain('while-stopped');
      await foreign.close();
    } finally {
      await stranger.remove();
    }
  });

  it('promoted, it is not asked any more, though it still answers', async () => {
    await replica.asSuperuser('select pg_promote()', 'postgres');
    await write(there, tenant, 'after-promotion');
    for (const database of [here, there]) {
      expect(await ask(database)).toMatchObject({
        fromReplica: false,
        slugs: expect.arrayContaining(['after-promotion']),
      });
    }
    await becomes(here, 'promoted');
  });
});

describe('sharedQuestion', () => {
  it('gives nobody an answer to a question that was asked before he came', async () => {
    const answers: ((value: number) => void)[] = [];
    const ask = sharedQuestion(() => new Promise<number>((resolve) => answers.push(resolve)));
    const first = ask();
    const [second, third] = [ask(), ask()];
    expect(answers).toHaveLength(1);
    answers[0]?.(1);
    expect(await first).toBe(1);
    await expect.poll(() => answers.length).toBe(2);
    const fourth = ask();
    answers[1]?.(2);
    expect(await Promise.all([second, third])).toEqual([2, 2]);
    await expect.poll(() => answers.length).toBe(3);
    answers[2]?.(3);
    expect(await fourth).toBe(3);
  });
});
