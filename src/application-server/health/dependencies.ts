// What the application server needs to answer: the database and a warm analysis worker; the cache only makes it fast.
import type { Cache } from '../../cache/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { MessageQueue } from '../../message-queue/index.ts';
import type { ModelService } from '../../model-service/index.ts';
import type { UpstreamPool } from '../../upstreams/index.ts';
import type { Dependency } from './endpoints.ts';

export function databaseDependency(database: Database): Dependency {
  return {
    name: 'database',
    otherwise: 'failing',
    message: () => 'The database does not answer.',
    ask: () => database.ping(),
  };
}

/** Without it the primary answers everything. */
export function replicaDependency(database: Database): Dependency {
  const reasons = {
    answering: '',
    behind: 'it is behind the primary',
    away: 'it does not answer',
    promoted: 'it takes writes, so it is no replica',
    other_cluster: 'it does not replicate the server of DATABASE_URL',
    other_timeline: 'it has not followed the server of DATABASE_URL through a promotion',
  };
  return {
    name: 'read-replica',
    otherwise: 'degraded',
    message: () =>
      `The read replica is not asked (${reasons[database.replicaStatus()?.state ?? 'away']}); the primary answers.`,
    ask: async () => {
      if (database.replicaStatus()?.state !== 'answering') throw new Error('not answering');
    },
  };
}

/** Without its cache Assay is slower, not unable: taking it out of service would be worse. */
export function cacheDependency(cache: Cache): Dependency {
  return {
    name: 'cache',
    otherwise: 'degraded',
    message: () => 'The cache does not answer; requests are answered without it.',
    ask: () => cache.ping(),
  };
}

/** Who answers clients does so without it: what is to be done is stored, and begun when it is back. */
export function queueDependency(queue: MessageQueue, otherwise: Dependency['otherwise'] = 'degraded'): Dependency {
  return {
    name: 'message-queue',
    otherwise,
    message: () => 'The message queue does not answer; what is to be done is begun when it is back.',
    ask: () => queue.ready(),
  };
}

/** What is at home here is served on without them. */
export function regionDependencies(peers: ReadonlyMap<string, UpstreamPool>): Dependency[] {
  return [...peers].map(([name, pool]) => ({
    name: `region-${name}`,
    otherwise: 'degraded',
    message: () => `No gateway of the region ${name} is ready; requests of its tenants are refused meanwhile.`,
    ask: async () => {
      if (pool.available() === 0) throw new Error('none is ready');
    },
  }));
}

export function modelDependency(model: ModelService): Dependency {
  let state: 'starting' | 'warm' | 'failed' = 'starting';
  model.ready().then(
    () => {
      state = 'warm';
    },
    () => {
      state = 'failed';
    },
  );
  const isRemote = model.replicas() !== null;
  const message = () => {
    if (isRemote) return 'No replica of the model service is ready: only what was answered before is answered.';
    return state === 'failed' ? 'No analysis worker starts.' : 'The analysis workers are still starting.';
  };
  return {
    name: 'model-service',
    // Whoever has none of this version at the start must not replace one that has. Later, answers of before and all that is
    // stored is still to be had.
    get otherwise() {
      return isRemote && state === 'warm' ? 'degraded' : 'failing';
    },
    message,
    ask: async () => {
      if (state !== 'warm' || !model.available()) throw new Error(state);
    },
  };
}
