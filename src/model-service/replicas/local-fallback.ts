// Analyses in this process for as long as no replica of its version can be asked: an upgrade, a partition between roles.
import { AssayError } from '../../errors.ts';
import type { CallOptions, ModelService } from '../model-service.ts';
import { hasBrokenReplicas } from './attempts.ts';

/** For so long are replicas waited for at the start, before this process makes do without. */
const START_PATIENCE_MS = 5000;

/** `openLocal` is asked for once, when it is first needed: its threads take memory, and stay. */
export function withLocalFallback(remote: ModelService, openLocal: () => ModelService): ModelService {
  let local: ModelService | null = null;
  const here = () => {
    local ??= openLocal();
    return local;
  };
  const ask = async <Outcome>(call: (service: ModelService) => Promise<Outcome>): Promise<Outcome> => {
    if (!remote.available()) return await call(here());
    try {
      return await call(remote);
    } catch (error) {
      // `overloaded` is no reason: there are replicas, and this process would only be slow for everybody.
      if (!(error instanceof AssayError) || error.code !== 'model_unavailable' || hasBrokenReplicas(error)) throw error;
      return await call(here());
    }
  };
  return {
    ...remote,
    analyze: (job, options?: CallOptions) => ask((service) => service.analyze(job, options)),
    checkDocuments: (documents, options?: CallOptions) => ask((service) => service.checkDocuments(documents, options)),
    async ready() {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, START_PATIENCE_MS);
      });
      await Promise.race([remote.ready(), patience]).finally(() => clearTimeout(timer));
      if (!remote.available()) await here().ready();
    },
    available: () => remote.available() || (local?.available() ?? true),
    load() {
      const [there, near] = [remote.load(), local?.load() ?? { waiting: 0, running: 0 }];
      return { waiting: there.waiting + near.waiting, running: there.running + near.running };
    },
    async close() {
      await Promise.all([remote.close(), local?.close()]);
    },
  };
}
