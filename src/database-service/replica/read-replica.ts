// A streaming replica that answers questions for the primary: never with less than was committed before the question, and
// never with a fault of its own. It is looked at every second; one that fails is left alone until a look finds it well.
import { Pool, type PoolClient } from 'pg';
import { AssayError } from '../../errors.ts';
import { DEFAULT_POOL_SIZE, DEFAULT_STATEMENT_TIMEOUT_MS, surviveBrokenConnections } from '../backend.ts';
import type { DatabaseOptions, TenantTransaction } from '../database.ts';
import { fromDatabaseError } from '../postgres-errors.ts';
import { beginAs, builderFor, commit } from '../tenant-transactions.ts';
import {
  ANSWER_TIMEOUT_MS,
  type LogPosition,
  type ReplicaView,
  readPrimaryPosition,
  sharedQuestion,
  viewReplica,
} from './log-position.ts';
import type { ReplicaOptions, ReplicaState, ReplicaStatus } from './replica-status.ts';

const DEFAULT_WAIT_MS = 100;
const LOOK_EVERY_MS = 1000;
/** Of the time for a statement, so that some is left for the primary when the replica uses it up. */
const SHARE_OF_TIME = 0.5;
// A statement that took too long, that replay had to cancel, or that would write: the replica is well, and the primary asked.
const OF_THE_STATEMENT = new Set(['57014', '40001', '40P01', '55P03', '25006']);
// pg-pool's words for "all connections are busy".
const POOL_IS_BUSY = 'timeout exceeded when trying to connect';
const QUERY_TIMED_OUT = 'Query read timeout';

export interface ReadReplica {
  /** Null when the primary has to answer. Throws only AssayErrors of `work` that are about the question. */
  read<Result>(
    tenantId: string,
    work: (tx: TenantTransaction) => Promise<Result>,
  ): Promise<{ readonly result: Result } | null>;
  status(): ReplicaStatus;
  close(): Promise<void>;
}

/** Does not wait for the replica: until it was seen well, the primary answers. */
export function openReadReplica(primary: Pool, replica: ReplicaOptions, options: DatabaseOptions): ReadReplica {
  const { url, waitMs = DEFAULT_WAIT_MS } = replica;
  const pool = replicaPool(url, options);
  const position = sharedQuestion(() => readPrimaryPosition(primary));
  const answered = { replica: 0, primary: 0 };
  let state: ReplicaState = 'away';
  let lagSeconds: number | null = null;
  let looking: Promise<void> | null = null;

  const become = (found: ReplicaState, lag: number | null) => {
    lagSeconds = lag;
    if (found === state) return;
    state = found;
    const isWell = found === 'answering';
    const message = isWell ? 'The read replica answers.' : 'The read replica is not asked; the primary answers.';
    options.logger?.[isWell ? 'info' : 'warn']({ replica: found, lagSeconds: lag }, message);
  };
  const noticeFault = (error: unknown) => {
    if (isReplicaAway(error)) become('away', null);
  };
  const look = async () => {
    // Of a primary that does not answer nothing follows for the replica.
    const target = await position().catch(() => null);
    if (target === null) return;
    try {
      const { state: found, lagSeconds: lag } = await withView(pool, target, waitMs, async (view) => view);
      become(found, lag);
    } catch (error) {
      noticeFault(error);
    }
  };
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
  };
  const timer = setInterval(lookOnce, LOOK_EVERY_MS);
  timer.unref();
  lookOnce();

  const attempt: ReadReplica['read'] = async (tenantId, work) => {
    if (state !== 'answering') return null;
    // A primary that is away says so itself when it is asked.
    const target = await position().catch(() => null);
    if (target === null) return null;
    try {
      return await withView(pool, target, waitMs, async (view, client) => {
        if (view.state === 'answering') return await readAs(client, tenantId, work);
        become(view.state, view.lagSeconds);
        return null;
      });
    } catch (error) {
      if (isAboutTheQuestion(error)) throw error;
      noticeFault(error);
      return null;
    }
  };
  return {
    async read(tenantId, work) {
      const result = await attempt(tenantId, work);
      answered[result === null ? 'primary' : 'replica']++;
      return result;
    },
    status: () => ({ state, lagSeconds, answered: { ...answered } }),
    async close() {
      clearInterval(timer);
      await looking;
      await pool.end();
    },
  };
}

function replicaPool(url: string, options: DatabaseOptions): Pool {
  const timeout = Math.ceil((options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS) * SHARE_OF_TIME);
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
    statement_timeout: timeout,
    // Of a server that has stopped answering at all: the connection is given up as well.
    query_timeout: timeout + ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: timeout,
    keepAlive: true,
    application_name: 'assay reader',
  });
  surviveBrokenConnections(pool, options);
  return pool;
}

/** Hands over a connection and how far the replica is; a connection on which something failed is closed. */
async function withView<Result>(
  pool: Pool,
  position: LogPosition,
  waitMs: number,
  use: (view: ReplicaView, client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const breaks = (error: unknown) => {
    broken = error instanceof Error ? error : new Error(String(error));
  };
  try {
    return await use(await viewReplica(client, position, waitMs), client);
  } catch (error) {
    if (isAboutTheQuestion(error)) await client.query('rollback').catch(breaks);
    else breaks(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * In READ COMMITTED each statement sees what was replayed when it begins, which is no less than was asked for. Whether a tenant
 * that moves between databases may be read here, the primary decides: its lock is not held here.
 */
async function readAs<Result>(
  client: PoolClient,
  tenantId: string,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<{ readonly result: Result } | null> {
  const placement = `select 1 from tenant_placements where tenant_id = '${tenantId}'`;
  const begin = { text: `${beginAs(tenantId, true)}; ${placement}`, query_timeout: ANSWER_TIMEOUT_MS };
  const results: unknown = await client.query(begin);
  const isPlaced = !Array.isArray(results) || results.at(-1)?.rows.length !== 0;
  const result = isPlaced ? null : { result: await work(builderFor(client)) };
  await commit(client);
  return result;
}

/** What the primary would say as well, as that a cursor is wrong. */
function isAboutTheQuestion(error: unknown): boolean {
  return error instanceof AssayError && !error.code.startsWith('storage_');
}

function isReplicaAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { readonly code?: string; readonly message?: string };
  if (OF_THE_STATEMENT.has(code) || message === POOL_IS_BUSY) return false;
  return message === QUERY_TIMED_OUT || fromDatabaseError(error) instanceof AssayError;
}
