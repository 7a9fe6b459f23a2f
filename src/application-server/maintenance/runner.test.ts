import { sql } from 'kysely';
import { afterEach, expect, it, vi } from 'vitest';
import { createTenant, type Database, HOME_TENANT_ID } from '../../database-service/index.ts';
import { forEachBackend } from '../../database-service/testing/for-each-backend.ts';
import { sampleTenant } from '../../database-service/testing/samples.ts';
import type { MaintenanceContext, MaintenanceJob } from './maintenance-job.ts';
import { createMaintenance, type Maintenance, type MaintenanceTiming } from './runner.ts';

const DAY = 24 * 60 * 60_000;
/** Nobody is taken for dead, however slow the machine is; a test of that says how long it waits. */
const FAST = { lookMs: 10, silenceMs: 60_000, stopMs: 60_000 };

forEachBackend((backend) => {
  const started: Maintenance[] = [];
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
  });

  let names = 0;
  const nextName = () => `job-${backend.name}-${names++}`;

  /** a replica that looks after one job; returns what it logged and counted */
  const replica = async (job: MaintenanceJob, timing: Partial<MaintenanceTiming> = {}) => {
    const database = backend.database();
    await createTenant(database, { id: HOME_TENANT_ID, name: 'Home' }, () => Buffer.alloc(60));
    const runs: string[] = [];
    const errors: string[] = [];
    const line = () => {};
    const error = (details: { err?: Error }) => void errors.push(details.err?.message ?? '');
    const maintenance = createMaintenance({
      database,
      metrics: { maintenanceFinished: ({ outcome }) => void runs.push(outcome) },
      logger: { debug: line, info: line, warn: line, error } as never,
      jobs: [job],
      timing: { ...FAST, ...timing },
    });
    started.push(maintenance);
    maintenance.start();
    return { maintenance, runs, errors };
  };
  const inHome = (database: Database, statement: string) =>
    database.asTenant(HOME_TENANT_ID, (tx) => sql<{ job: string }>`${sql.raw(statement)}`.execute(tx));
  const setClock = (name: string, startedAt: string) =>
    inHome(backend.database(), `update maintenance_jobs set started_at = ${startedAt} where job = '${name}'`);

  it('runs a job once a turn, by one replica at a time', async () => {
    const state = { running: 0, most: 0, runs: 0 };
    const name = nextName();
    const job: MaintenanceJob = {
      name,
      everyMs: 20,
      async run() {
        state.most = Math.max(state.most, ++state.running);
        await new Promise((resolve) => setTimeout(resolve, 15));
        state.running--;
        state.runs++;
      },
    };
    await Promise.all([replica(job), replica(job), replica(job)]);
    await vi.waitFor(() => expect(state.runs).toBeGreaterThan(6), 60_000);
    expect(state.most).toBe(1);
  });

  it('makes many missed turns up by one run, and takes a start in the future for long ago', async () => {
    let runs = 0;
    const name = nextName();
    const job: MaintenanceJob = { name, everyMs: DAY, run: async () => void runs++ };
    const { runs: counted } = await replica(job);
    await vi.waitFor(() => expect(counted).toEqual(['done']), 60_000);
    for (const [index, startedAt] of ["now() - interval '30 days'", "now() + interval '30 days'"].entries()) {
      await setClock(name, startedAt);
      await vi.waitFor(() => expect(counted).toHaveLength(index + 2), 60_000);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(runs).toBe(3);
  });

  it('logs and counts a failure, and tries again sooner than the next turn', async () => {
    let runs = 0;
    const name = nextName();
    const job: MaintenanceJob = {
      name,
      everyMs: DAY,
      async run() {
        if (++runs === 1) throw new Error('no luck');
      },
    };
    const { runs: counted, errors } = await replica(job);
    await vi.waitFor(() => expect(counted).toEqual(['failed']), 60_000);
    expect(errors).toEqual(['no luck']);
    await setClock(name, "now() - interval '61 seconds'");
    await vi.waitFor(() => expect(counted).toEqual(['failed', 'done']), 60_000);
  });

  it('takes over from a replica that died, and makes its run up', async () => {
    const name = nextName();
    let runs = 0;
    const job: MaintenanceJob = { name, everyMs: DAY, run: async () => void runs++ };
    await createTenant(backend.database(), { id: HOME_TENANT_ID, name: 'Home' }, () => Buffer.alloc(60));
    await inHome(
      backend.database(),
      `insert into maintenance_jobs (job, holder, heartbeat, started_at) values ('${name}', '${HOME_TENANT_ID}', 3, now())`,
    );
    const { runs: counted } = await replica(job, { silenceMs: 100 });
    await vi.waitFor(() => expect(counted).toEqual(['done']), 60_000);
    expect(runs).toBe(1);
  });

  it('tells a job that has lost its turn', async () => {
    const name = nextName();
    let reason = '';
    const job: MaintenanceJob = {
      name,
      everyMs: DAY,
      run: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reason = String(signal.reason);
            reject(signal.reason);
          });
        }),
    };
    const { runs: counted } = await replica(job, { silenceMs: 3000 });
    const stolen = async () => {
      const { rows } = await inHome(
        backend.database(),
        `update maintenance_jobs set holder = '${HOME_TENANT_ID}' where job = '${name}' and holder is not null returning job`,
      );
      expect(rows).toHaveLength(1);
    };
    await vi.waitFor(stolen, 60_000);
    await vi.waitFor(() => expect(counted).toEqual(['interrupted']), 60_000);
    expect(reason).toMatch(/taken the job over/);
  });

  it('stops a running job, which is due again at the next start', async () => {
    const name = nextName();
    const waiting = vi.fn(
      ({ signal }: MaintenanceContext) =>
        new Promise<void>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const { maintenance, runs: interrupted } = await replica({ name, everyMs: DAY, run: waiting });
    await vi.waitFor(() => expect(waiting).toHaveBeenCalledTimes(1), 60_000);
    await maintenance.stop();
    expect(interrupted).toEqual(['interrupted']);
    const { runs: counted } = await replica({ name, everyMs: DAY, run: async () => {} });
    await vi.waitFor(() => expect(counted).toEqual(['done']), 60_000);
  });

  it('walks over every tenant, also past one that fails', async () => {
    const tenants = [await sampleTenant(backend.database()), await sampleTenant(backend.database())];
    const seen: string[] = [];
    const job: MaintenanceJob = {
      name: nextName(),
      everyMs: DAY,
      run: ({ forEachTenant }) =>
        forEachTenant(async (tenantId) => {
          seen.push(tenantId);
          if (tenantId === tenants[0]) throw new Error('this one is broken');
        }),
    };
    const { runs: counted, errors } = await replica(job);
    await vi.waitFor(() => expect(counted).toEqual(['failed']), 60_000);
    expect(seen).toEqual(expect.arrayContaining([...tenants, HOME_TENANT_ID]));
    expect(new Set(seen).size).toBe(seen.length);
    expect(errors).toEqual(['this one is broken', expect.stringMatching(/failed for 1 tenants/)]);
  });
});
