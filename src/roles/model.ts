// The model role: the model service with its worker threads, as the configuration sizes them.
import type { Configuration } from '../config/index.ts';
import { createModelService, type ModelService } from '../model-service/index.ts';

/** Returns at once; the workers load behind it. */
export function startModel(configuration: Configuration): ModelService {
  return createModelService({
    threads: configuration.analysisThreads,
    timeoutMs: configuration.analysisTimeoutMs,
    memoryMb: configuration.analysisMemoryMb,
    maxQueue: configuration.analysisQueue,
  });
}
