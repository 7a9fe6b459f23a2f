// Makes the model service: analyses in worker threads, or with `threads: 0` in the calling thread.
import { type Analyzer, createAnalyzer } from './issue-identification/analyzer.ts';
import { installedSources } from './issue-identification/installed-sources.ts';
import type { ModelService, ModelServiceOptions } from './model-service.ts';
import { builtInBundle } from './model-versioning/bundle.ts';
import { createWorkerPool } from './serving/worker-pool.ts';

/** Returns at once; `ready()` says when the first analysis will not wait for loading. */
export function createModelService(options: ModelServiceOptions): ModelService {
  const bundle = builtInBundle();
  const here = { bundle, available: () => true, replicas: () => null };
  if (options.threads === 0) return { ...here, ...inThisThread() };
  const pool = createWorkerPool(options);
  return {
    ...here,
    analyze: (job, asked) => pool.analyze(job, asked),
    checkDocuments: (documents, asked) => pool.checkDocuments(documents, asked),
    ready: pool.ready,
    load: pool.load,
    close: pool.close,
  };
}

function inThisThread(): Omit<ModelService, 'bundle' | 'available' | 'replicas'> {
  let analyzer: Promise<Analyzer> | undefined;
  const loaded = () => {
    analyzer ??= createAnalyzer(installedSources());
    return analyzer;
  };
  return {
    analyze: async (job) => (await loaded()).analyze(job),
    checkDocuments: async (documents) => (await loaded()).checkDocuments(documents),
    ready: async () => {
      await (await loaded()).warmUp();
    },
    load: () => ({ waiting: 0, running: 0 }),
    close: async () => undefined,
  };
}
