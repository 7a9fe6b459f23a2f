// What the application server needs to answer: the database and a warm analysis worker; the cache only makes it fast.
import type { Cache } from '../../cache/index.ts';
import type { Database } from '../../database-service/index.ts';
import type { ModelService } from '../../model-service/index.ts';
import type { Dependency } from './endpoints.ts';

export function databaseDependency(database: Database): Dependency {
  return {
    name: 'database',
    otherwise: 'failing',
    message: () => 'The database does not answer.',
    ask: () => database.ping(),
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
  return {
    name: 'model-service',
    otherwise: 'failing',
    message: () => (state === 'failed' ? 'No analysis worker starts.' : 'The analysis workers are still starting.'),
    ask: async () => {
      if (state !== 'warm') throw new Error(state);
    },
  };
}
