// How a transaction becomes a tenant's: role and tenant are set in the same round trip that begins it.
import type { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient, QueryResult } from 'pg';
import type { TenantTransaction } from './database.ts';
import { APPLICATION_ROLE } from './migrations/tenant-table.ts';
import { askPlacement, checkPlacement } from './placement.ts';
import { fromDatabaseError } from './postgres-errors.ts';
import type { Schema } from './schema.ts';
import { isUuid } from './storable.ts';

/** One Kysely for each connection: building one costs more than a query. */
const builders = new WeakMap<PoolClient, TenantTransaction>();

/** Knows whether a transaction is open in this call; shared by the databases of a process. */
export type TransactionScope = AsyncLocalStorage<{ open: boolean }>;

export interface TransactionOptions {
  readonly scope: TransactionScope;
  /** whether tenants may be in another database, so that each transaction asks first */
  readonly placed: boolean;
}

/** `asTenant` of a database over this pool. Throws ElsewhereError for a tenant that is in another one. */
export function tenantTransactions(pool: Pool, { scope, placed }: TransactionOptions) {
  return async function asTenant<Result>(
    tenantId: string,
    work: (tx: TenantTransaction) => Promise<Result>,
    leftFrom: string | null = null,
  ): Promise<Result> {
    if (!isUuid(tenantId)) throw new Error('A tenant id is a UUID.');
    // With one connection the inner transaction would wait for the outer one forever.
    if (scope.getStore()?.open)
      throw new Error('asTenant was called inside asTenant; pass the transaction on instead.');
    const transaction = { open: true };
    try {
      return await scope.run(transaction, () => runTransaction(pool, { tenantId, placed, leftFrom }, work));
    } catch (error) {
      throw fromDatabaseError(error);
    } finally {
      transaction.open = false;
    }
  };
}

interface Entry {
  readonly tenantId: string;
  readonly placed: boolean;
  readonly leftFrom: string | null;
}

async function runTransaction<Result>(
  pool: Pool,
  { tenantId, placed, leftFrom }: Entry,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // The id was checked to be a UUID: without parameters all three statements travel in one message.
    const begin = `begin; set local role ${APPLICATION_ROLE}; set local app.tenant = '${tenantId}'`;
    if (placed) checkPlacement(await client.query(`${begin}; ${askPlacement(tenantId.toLowerCase())}`), leftFrom);
    else await client.query(begin);
    const result = await work(builderFor(client));
    await commit(client);
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection that could not even roll back is closed, not given to the next tenant.
    client.release(broken);
  }
}

/** PostgreSQL answers COMMIT with ROLLBACK, not with an error, when a failed statement's error was swallowed. */
async function commit(client: PoolClient): Promise<void> {
  const answer: QueryResult = await client.query('commit');
  if (answer.command !== 'COMMIT') throw new Error('A statement failed and its error was swallowed: rolled back.');
}

function builderFor(client: PoolClient): TenantTransaction {
  const existing = builders.get(client);
  if (existing !== undefined) return existing;
  const connection = {
    query: client.query.bind(client),
    release() {},
  };
  const builder = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: { connect: async () => connection, end: async () => {} } }),
  });
  builders.set(client, builder);
  return builder;
}
