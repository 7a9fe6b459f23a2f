// The two kinds of PostgreSQL behind the database: embedded in the data directory, or a server.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type ClientBase, Pool, type PoolClient } from 'pg';
import type { Database, DatabaseOptions } from './database.ts';
import {
  COPY_ANSWER_TIMEOUT_MS,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
  startPostgresCopy,
} from './embedded/embedded-postgres.ts';

export const DEFAULT_POOL_SIZE = 10;
export const DEFAULT_STATEMENT_TIMEOUT_MS = 10_000;
/** A statement that waits longer for a lock fails, so that one stuck transaction does not fill the pool. */
const DEFAULT_LOCK_TIMEOUT_MS = 5000;
/** waiting for a free connection included */
const CONNECT_TIMEOUT_MS = 10_000;

export interface Backend {
  readonly name: Database['backend'];
  /** of the application's login */
  readonly pool: Pool;
  /** Runs `work` on a connection that may change tables: the owner's. Others go on, but for the embedded database's. */
  asOwner<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result>;
  /** Runs `work` on a connection that may read everything and keeps nobody waiting; no writes. */
  aside<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function openBackend(options: DatabaseOptions): Promise<Backend> {
  return options.url === null ? await openEmbedded(options) : openServer(options.url, options);
}

async function openEmbedded(options: DatabaseOptions): Promise<Backend> {
  const timeout = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  const postgres = await startEmbeddedPostgres(options.dataDirectory, timeout, options.logger);
  const pool = poolOver(postgres, timeout);
  surviveBrokenConnections(pool, options);
  return {
    name: 'embedded',
    pool,
    asOwner: (work) => withClient(pool, work),
    aside: (work) => onCopy(postgres, pool, options.dataDirectory, work),
    async close() {
      await pool.end();
      await postgres.close();
    },
  };
}

/**
 * The one session is a queue: who waits for it waits for the statement before, which may take as long as statements may. A
 * session that answers nobody is found by its thread's watchdog, and fails all who wait.
 */
function poolOver(postgres: Pick<EmbeddedPostgres, 'connect'>, statementTimeoutMs: number): Pool {
  return new Pool({
    max: 1,
    stream: () => postgres.connect(),
    user: 'postgres',
    database: 'postgres',
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS + statementTimeoutMs,
  });
}

/**
 * The embedded database has one session, which long reading would keep from everybody. So its files are copied between two
 * transactions, and what is read is the copy.
 */
async function onCopy<Result>(
  postgres: EmbeddedPostgres,
  pool: Pool,
  dataDirectory: string,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const directory = join(dataDirectory, `snapshot-${randomUUID()}`);
  try {
    // While this connection is held nobody else has a transaction open.
    await withClient(pool, () => postgres.copyFiles(directory));
    const copy = await startPostgresCopy(directory);
    const copyPool = poolOver(copy, COPY_ANSWER_TIMEOUT_MS);
    try {
      return await withClient(copyPool, work);
    } finally {
      await copyPool.end();
      await copy.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function openServer(url: string, options: DatabaseOptions): Backend {
  const timeout = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: timeout,
    lock_timeout: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    // A transaction that its process forgot must not keep rows locked.
    idle_in_transaction_session_timeout: timeout,
    keepAlive: true,
    application_name: 'assay',
  });
  surviveBrokenConnections(pool, options);
  const asOwner = <Result>(work: (client: ClientBase) => Promise<Result>) =>
    withOwnConnection(options.ownerUrl ?? url, work);
  return { name: 'server', pool, asOwner, aside: asOwner, close: () => pool.end() };
}

/** No time-outs: what the owner does (migrations, backups) takes its time. */
async function withOwnConnection<Result>(
  connectionString: string,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString, keepAlive: true, application_name: 'assay owner' });
  // Unheard, a connection that breaks between two queries would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function withClient<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

/** A connection that breaks fails its query and is replaced; unheard, its error event would end the process. */
export function surviveBrokenConnections(pool: Pool, options: DatabaseOptions): void {
  pool.on('error', () => {});
  pool.on('connect', (client: PoolClient) => {
    client.on('error', (error: Error) => options.logger?.warn({ err: error }, 'A database connection broke.'));
  });
}
