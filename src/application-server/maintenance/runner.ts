// Runs maintenance jobs: looks now and then whether one is due and free, holds it while it runs, and survives its failures.
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { v4 as uuidv4 } from 'uuid';
import {
  claimMaintenanceJob,
  type Database,
  HOME_TENANT_ID,
  type LeaseSeen,
  releaseMaintenanceJob,
  renewMaintenanceJob,
} from '../../database-service/index.ts';
import type { LineLogger, Metrics } from '../../monitoring/index.ts';
import { createMaintenanceContext, type MaintenanceJob } from './maintenance-job.ts';

export interface Maintenance {
  /** Begins to look after the jobs. Call it once the home tenant exists. */
  start(): void;
  /** Asks running jobs to stop and waits for them, but not long: what they leave is made up at the next start. */
  stop(): Promise<void>;
}

export interface MaintenanceOptions {
  readonly database: Database;
  readonly metrics: Pick<Metrics, 'maintenanceFinished'>;
  readonly logger: LineLogger;
  readonly jobs: readonly MaintenanceJob[];
  readonly timing?: Partial<MaintenanceTiming>;
}

export interface MaintenanceTiming {
  /** at the most between two looks at a job; a job that runs more often is looked at as often as it runs */
  readonly lookMs: number;
  /** a holder that is silent for longer is dead, by the clock of whoever looks: no clocks are compared */
  readonly silenceMs: number;
  /** how long `stop` waits */
  readonly stopMs: number;
}

const TIMING: MaintenanceTiming = { lookMs: 30_000, silenceMs: 60_000, stopMs: 5000 };
const BEATS_A_SILENCE = 4;

interface Runner {
  readonly options: MaintenanceOptions;
  readonly timing: MaintenanceTiming;
  readonly holder: string;
  readonly stopping: AbortSignal;
}

export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const stopping = new AbortController();
  // Every job listens to it.
  setMaxListeners(0, stopping.signal);
  const timing = { ...TIMING, ...options.timing };
  const runner: Runner = { options, timing, holder: uuidv4(), stopping: stopping.signal };
  let loops: Promise<unknown> = Promise.resolve();
  return {
    start() {
      loops = Promise.all(options.jobs.map((job) => lookAfter(runner, job)));
    },
    async stop() {
      stopping.abort(new Error('The process is stopping.'));
      const late = new AbortController();
      await Promise.race([loops, delay(timing.stopMs, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
    },
  };
}

/** One job until the process stops. Never throws. */
async function lookAfter(runner: Runner, job: MaintenanceJob): Promise<void> {
  const { timing, stopping, options } = runner;
  const pause = Math.min(job.everyMs, timing.lookMs);
  const watch = createWatch(timing.silenceMs);
  // Replicas that start together, and the jobs of one, spread their looks.
  let wait = pause * Math.random();
  while (await slept(wait, stopping)) {
    wait = pause * (0.9 + 0.2 * Math.random());
    try {
      const claim = { job: job.name, holder: runner.holder, everyMs: job.everyMs, presumedDead: watch.dead() };
      const outcome = await options.database.asTenant(HOME_TENANT_ID, (tx) => claimMaintenanceJob(tx, claim));
      watch.saw(outcome.state === 'held' ? outcome : null);
      if (outcome.state === 'claimed') await runHeld(runner, job);
    } catch (error) {
      if (!stopping.aborted) options.logger.warn({ err: error, job: job.name }, 'a maintenance job waits');
    }
  }
}

/** Runs a job that this process holds, and sets it free. */
async function runHeld({ options, timing, holder, stopping }: Runner, job: MaintenanceJob): Promise<void> {
  const { database, metrics, logger } = options;
  const lost = new AbortController();
  const ended = new AbortController();
  const signal = AbortSignal.any([stopping, lost.signal]);
  const beating = keepHolding({ database, job: job.name, holder, timing, lost, ended: ended.signal });
  const started = performance.now();
  let outcome: 'done' | 'failed' | 'interrupted' = 'done';
  try {
    await job.run(createMaintenanceContext(database, signal, logger));
  } catch (error) {
    outcome = signal.aborted ? 'interrupted' : 'failed';
    if (outcome === 'failed') logger.error({ err: error, job: job.name }, 'a maintenance job failed');
  }
  ended.abort();
  await beating;
  const seconds = (performance.now() - started) / 1000;
  metrics.maintenanceFinished({ job: job.name, outcome, seconds });
  logger.debug({ job: job.name, outcome, seconds }, 'a maintenance job ended');
  await database.asTenant(HOME_TENANT_ID, (tx) => releaseMaintenanceJob(tx, job.name, holder, outcome));
}

interface Holding {
  readonly database: Database;
  readonly job: string;
  readonly holder: string;
  readonly timing: MaintenanceTiming;
  /** aborted when someone else may have the job */
  readonly lost: AbortController;
  readonly ended: AbortSignal;
}

/** Shows at intervals that the holder is alive. Never throws. */
async function keepHolding({ database, job, holder, timing, lost, ended }: Holding): Promise<void> {
  let shown = performance.now();
  while (await slept(timing.silenceMs / BEATS_A_SILENCE, ended)) {
    const held = await database
      .asTenant(HOME_TENANT_ID, (tx) => renewMaintenanceJob(tx, job, holder))
      .catch(() => null);
    if (held === true) shown = performance.now();
    if (held === false || performance.now() - shown > timing.silenceMs) {
      lost.abort(new Error('Another replica has taken the job over.'));
      return;
    }
  }
}

/** Remembers since when the holder of a job has not stirred. */
function createWatch(silenceMs: number) {
  let seen: (LeaseSeen & { readonly since: number }) | null = null;
  return {
    saw(lease: LeaseSeen | null): void {
      const same = lease !== null && lease.holder === seen?.holder && lease.heartbeat === seen.heartbeat;
      if (same) return;
      seen = lease === null ? null : { holder: lease.holder, heartbeat: lease.heartbeat, since: performance.now() };
    },
    dead(): LeaseSeen | null {
      return seen !== null && performance.now() - seen.since > silenceMs ? seen : null;
    },
  };
}

/** False when the signal came first. Does not keep the process alive. */
async function slept(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return await delay(milliseconds, true, { signal, ref: false }).catch(() => false);
}
