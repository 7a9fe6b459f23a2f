// Gauges that are read when somebody scrapes: how full the pools, the cache and the disk are.
import { statfs } from 'node:fs/promises';
import { Counter, Gauge, type Registry } from 'prom-client';
import { observeReadReplica, type ReadReplicaLoad } from './read-replica-series.ts';
import { observeRegions, type RegionLoad } from './region-series.ts';

export interface QueueLoad {
  readonly name: string;
  readonly ready: number;
  readonly running: number;
  readonly dead: number;
  readonly oldestSeconds: number;
}

/** What `/metrics` reads at the moment it is asked; what a process does not have is left out. */
export interface LoadSource {
  /** the queue of the model service */
  readonly analyses?: () => { readonly waiting: number; readonly running: number };
  readonly database?: () => { readonly connections: number; readonly idle: number; readonly waiting: number };
  /** of a process that has one */
  readonly readReplica?: () => ReadReplicaLoad;
  /** by tier */
  readonly cache?: () => Readonly<Record<string, CacheCounts>>;
  /** of a gateway */
  readonly upstreams?: () => { readonly available: number; readonly configured: number };
  /** of a gateway that knows other regions */
  readonly regions?: () => readonly RegionLoad[];
  /** of a process that analyses elsewhere */
  readonly modelReplicas?: () => { readonly available: number; readonly configured: number };
  /** rejects when the queue does not answer */
  readonly queues?: () => Promise<readonly QueueLoad[]>;
  /** whose file system is measured */
  readonly dataDirectory?: string;
  /** seconds since the key that signs tokens was made, null when there is none yet; rejects when it cannot be known */
  readonly signingKeyAge?: () => Promise<number | null>;
  /** after which it is replaced */
  readonly signingKeyDays?: number;
}

interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  readonly failures: number;
}

const SECONDS_A_DAY = 86_400;

export function observeLoad(registry: Registry, source: LoadSource): void {
  const { analyses, database, cache, upstreams, modelReplicas, queues, dataDirectory } = source;
  const { readReplica, signingKeyAge, signingKeyDays } = source;
  if (analyses !== undefined) {
    states(registry, 'assay_analysis_queue', 'Analyses waiting for a worker and running in one.', analyses);
  }
  if (database !== undefined) {
    states(registry, 'assay_database_pool', 'Connections to the database, and transactions waiting for one.', database);
  }
  if (source.regions !== undefined) observeRegions(registry, source.regions);
  if (readReplica !== undefined) observeReadReplica(registry, readReplica);
  if (upstreams !== undefined) {
    states(registry, 'assay_upstreams', 'Application servers that this gateway has, and that answer.', upstreams);
  }
  if (modelReplicas !== undefined) {
    const help = 'Replicas of the model service that this process has, and that it can ask.';
    states(registry, 'assay_model_replicas', help, modelReplicas);
  }
  if (cache !== undefined) cacheOperations(registry, cache);
  if (queues !== undefined) messageQueues(registry, queues);
  if (dataDirectory !== undefined) diskSpace(registry, dataDirectory);
  if (signingKeyAge !== undefined) signingKey(registry, signingKeyAge, signingKeyDays ?? 0);
}

function states(registry: Registry, name: string, help: string, read: () => Readonly<Record<string, number>>): void {
  new Gauge({
    name,
    help,
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, value] of Object.entries(read())) this.set({ state }, value);
    },
  });
}

/** Of a queue that does not answer nothing else is said. */
function messageQueues(registry: Registry, read: () => Promise<readonly QueueLoad[]>): void {
  const registers = [registry];
  let looking: Promise<readonly QueueLoad[] | null> | null = null;
  // The three are asked for at once, and the queue once.
  const look = () => {
    looking ??= read()
      .catch(() => null)
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  new Gauge({
    name: 'assay_queue_up',
    help: 'Whether the message queue answers this process: 1 or 0.',
    registers,
    async collect() {
      this.set((await look()) === null ? 0 : 1);
    },
  });
  new Gauge({
    name: 'assay_queue_messages',
    help: 'Messages by queue: ready, being worked on (with RabbitMQ by this process), and given up.',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      const found = (await look()) ?? [];
      this.reset();
      for (const { name: queue, ...counts } of found) {
        for (const state of ['ready', 'running', 'dead'] as const) this.set({ queue, state }, counts[state]);
      }
    },
  });
  new Gauge({
    name: 'assay_queue_oldest_age_seconds',
    help: 'How long the oldest message that is ready has waited, by queue; with RabbitMQ at the most.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const found = (await look()) ?? [];
      this.reset();
      for (const { name: queue, oldestSeconds } of found) this.set({ queue }, oldestSeconds);
    },
  });
}

function cacheOperations(registry: Registry, read: NonNullable<LoadSource['cache']>): void {
  new Counter({
    name: 'assay_cache_operations_total',
    help: 'Look-ups in each tier of the cache by outcome; a failure is a time-out or a lost connection.',
    labelNames: ['tier', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [tier, { hits, misses, failures }] of Object.entries(read())) {
        this.inc({ tier, outcome: 'hit' }, hits);
        this.inc({ tier, outcome: 'miss' }, misses);
        this.inc({ tier, outcome: 'failure' }, failures);
      }
    },
  });
}

function diskSpace(registry: Registry, directory: string): void {
  new Gauge({
    name: 'assay_data_directory_bytes',
    help: 'Size of the file system that holds the data directory, and what of it is free for Assay.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const found = await statfs(directory).catch(() => null);
      if (found === null) return;
      this.set({ state: 'free' }, found.bavail * found.bsize);
      this.set({ state: 'total' }, found.blocks * found.bsize);
    },
  });
}

function signingKey(registry: Registry, age: () => Promise<number | null>, days: number): void {
  new Gauge({
    name: 'assay_signing_key_rotation_due_seconds',
    help: 'Seconds until the key that signs access tokens should be replaced; negative when it is overdue.',
    registers: [registry],
    async collect() {
      const seconds = await age().catch(() => null);
      if (seconds === null) this.remove();
      else this.set(days * SECONDS_A_DAY - seconds);
    },
  });
}
