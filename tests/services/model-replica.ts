// A replica of the model service on a free port of this machine, in this process but with real threads, and clients of it.
import { createRoleServer } from '../../src/api-gateway/index.ts';
import { modelServerEndpoints } from '../../src/application-server/index.ts';
import {
  createModelService,
  createRemoteModelService,
  type ModelService,
  type ModelServiceOptions,
  type RemoteModelOptions,
} from '../../src/model-service/index.ts';
import { createLogger, createMetrics, NO_TRACING } from '../../src/monitoring/index.ts';

export const MODEL_KEY = Buffer.alloc(32, 7);

export interface Replica {
  readonly address: string;
  readonly model: ModelService;
  /** a service that asks this replica and nobody else */
  client(options?: Partial<RemoteModelOptions>): ModelService;
  close(): Promise<void>;
}

export function remoteService(options: Partial<RemoteModelOptions> & Pick<RemoteModelOptions, 'servers'>) {
  return createRemoteModelService({
    loadKey: async () => MODEL_KEY,
    deadlineMs: 60_000,
    hedgeAfterMs: 60_000,
    onChange: () => undefined,
    ...options,
  });
}

/** `change` puts something in the place of parts of the real service. */
export async function startReplica(
  options: ModelServiceOptions,
  change: (model: ModelService) => Partial<ModelService> = () => ({}),
  key: Buffer = MODEL_KEY,
): Promise<Replica> {
  const real = createModelService(options);
  const model = { ...real, ...change(real) };
  const metrics = createMetrics();
  const server = await createRoleServer({
    endpoints: modelServerEndpoints({ model, metrics, isStopping: () => false }),
    key,
    metrics,
    logger: createLogger({ level: 'silent' }),
    tracing: NO_TRACING,
  });
  const { port } = await server.listen('127.0.0.1', 0);
  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    model,
    client: (remote = {}) => remoteService({ servers: [address], ...remote }),
    async close() {
      await server.close(5000);
      await real.close();
    },
  };
}
