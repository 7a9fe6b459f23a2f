// A whole Assay for a test file: real model service, embedded database, real HTTP on a free port. Start one a file, not one a test.
import { rm } from 'node:fs/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Dialect } from '../../src/api-gateway/index.ts';
import { ensureFirstKey } from '../../src/application-server/index.ts';
import { type Configuration, readConfiguration } from '../../src/config/index.ts';
import { createApiKey, type Database } from '../../src/database-service/index.ts';
import { createDataDirectory } from '../../src/database-service/testing/data-directory.ts';
import type { MessageQueue, QueueName } from '../../src/message-queue/index.ts';
import { redactSecrets } from '../../src/model-service/index.ts';
import { createLogger, createMetrics, NO_TRACING } from '../../src/monitoring/index.ts';
import { startApi } from '../../src/roles/api.ts';
import { startGateway } from '../../src/roles/gateway.ts';
import { startModel } from '../../src/roles/model.ts';
import { generateApiKey, hashApiKey, type Role } from '../../src/security/index.ts';

/** The bootstrap key of every test server. */
export const BOOTSTRAP_KEY = 'asy_test_evalevalevalevalevalevalevalev2eYJs1';

/** Bounds that are not what a test is about: a busy machine must not meet them. */
export const PATIENT = {
  ASSAY_ANALYSIS_TIMEOUT_MS: '120000',
  ASSAY_MODEL_DEADLINE_MS: '180000',
  ASSAY_DATABASE_STATEMENT_TIMEOUT_MS: '120000',
  ASSAY_DATABASE_LOCK_TIMEOUT_MS: '60000',
  ASSAY_REDIS_TIMEOUT_MS: '10000',
} as const;

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** the text parsed; undefined when it is no JSON */
  readonly body: Json;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they test
export type Json = any;

export interface TestRequest {
  /** null sends none; default the bootstrap key */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly database: Database;
  readonly queue: MessageQueue;
  readonly dataDirectory: string;
  /** the documented routes as `METHOD path` */
  readonly routes: readonly string[];
  /** everything logged so far */
  readonly logs: () => string;
  get(path: string, request?: TestRequest): Promise<TestAnswer>;
  /** text and bytes are sent as they are, anything else as JSON */
  post(path: string, body: unknown, request?: TestRequest): Promise<TestAnswer>;
  send(
    method: string,
    path: string,
    request?: TestRequest & { readonly body?: RequestInit['body'] },
  ): Promise<TestAnswer>;
  /** works on messages of these queues until it is stopped, as a worker does */
  work(queues: readonly QueueName[]): Promise<{ stop(graceMs: number): Promise<void> }>;
  /** a new tenant with its owner's key */
  createTenant(name?: string): Promise<{ readonly id: string; readonly key: string }>;
  /** another key of a tenant */
  createKey(tenantId: string, role: Role, expiresAt?: Date): Promise<string>;
  /** a second call waits for the first */
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** environment variables beside those that every test server has */
  readonly environment?: Readonly<Record<string, string>>;
  /** used instead of a directory of its own, and left there */
  readonly dataDirectory?: string;
  readonly dialects?: readonly Dialect[];
  /** whose messages are worked on, default none: a test works on them itself */
  readonly consumes?: readonly QueueName[];
}

/** Returns once it listens; the first analysis waits until the analysis thread has loaded. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDirectory = options.dataDirectory ?? (await createDataDirectory());
  const configuration = readConfiguration({
    ASSAY_PORT: '0',
    ASSAY_DATA_DIR: dataDirectory,
    ASSAY_BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
    ASSAY_ANALYSIS_THREADS: '1',
    // Tests ask much without a key.
    ASSAY_ADDRESS_RATE_LIMIT: '1000000',
    ...PATIENT,
    ...options.environment,
  });
  const started = await start(configuration, options);
  const stop = async () => {
    await started.close();
    if (options.dataDirectory === undefined) await rm(dataDirectory, { recursive: true, force: true });
  };
  let stopped: Promise<void> | null = null;
  const close = () => {
    stopped ??= stop();
    return stopped;
  };
  return { ...started, ...clientOf(started.address), dataDirectory, close };
}

async function start(configuration: Configuration, { dialects = [], consumes = [] }: TestServerOptions) {
  let log = '';
  const stream = {
    write(line: string) {
      log += line;
    },
  };
  const logger = createLogger({ level: 'debug', stream, redact: redactSecrets });
  const metrics = createMetrics();
  const model = startModel(configuration, logger, false);
  const tracing = NO_TRACING;
  const api = await startApi({ configuration, model, metrics, logger, tracing, isStopping: () => false });
  await api.workers.start(consumes);
  await ensureFirstKey(configuration, api.database, api.keys, false);
  const gateway = await startGateway(configuration, api, { logger, metrics, tracing, dialects });
  return {
    address: gateway.address,
    database: api.database,
    queue: api.queue,
    routes: gateway.routes,
    logs: () => log,
    async work(queues: readonly QueueName[]) {
      await api.workers.start(queues);
      return api.workers;
    },
    async createKey(tenantId: string, role: Role, expiresAt: Date | null = null): Promise<string> {
      const key = generateApiKey('test');
      const hash = hashApiKey(key, api.keys.pepper);
      await api.database.asTenant(tenantId, (tx) =>
        createApiKey(tx, { hash, prefix: key.slice(0, 13), name: role, role, expiresAt }),
      );
      return key;
    },
    async close() {
      await Promise.all([gateway.close(10_000), api.workers.stop(1000)]);
      await model.close();
      await api.close();
    },
  };
}

function clientOf(address: string): Pick<TestServer, 'get' | 'post' | 'send' | 'createTenant'> {
  const send: TestServer['send'] = async (method, path, { key = BOOTSTRAP_KEY, headers = {}, signal, body } = {}) => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
      redirect: 'manual',
      ...(signal !== undefined && { signal }),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  };
  const post: TestServer['post'] = (path, body, request = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    return send('POST', path, {
      ...request,
      headers: { 'content-type': 'application/json', ...request.headers },
      body: raw ? (body as RequestInit['body']) : JSON.stringify(body),
    });
  };
  return {
    send,
    post,
    get: (path, request) => send('GET', path, request),
    async createTenant(name = `tenant ${uuidv7()}`) {
      const { body } = await post('/api/v1/tenants', { name });
      return { id: body.tenant_id, key: body.api_key };
    },
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
